# SPDX-License-Identifier: MIT
"""A squid reads the server name inside its tunnels, and ends the hub's."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from squids import squid_terminates_hub

FAULTS = ("D25", "C04")
INJECT = only_by_proxy
CAUSE = "proxy.tunnel_closed"
WHERE = ("proxy", "unknown")  # a firewall behind it that resets the name looks the same: squid makes a close of that, too
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_terminates_hub
