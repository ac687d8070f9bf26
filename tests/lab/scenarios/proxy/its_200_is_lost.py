# SPDX-License-Identifier: MIT
"""An intrusion detection before the proxy drops packets with the words Connection established."""
from injections import iptables, only_by_proxy
from squids import squid_open

FAULTS = ("D24",)
INJECT = (only_by_proxy, iptables("FORWARD -i proxy -o in -p tcp -m string --algo bm --string established -j DROP"))
CAUSE = "proxy.stall"
ACCEPT = ("proxy.upstream_blocked",)  # its refusals pass: a proxy that waits for its far side looks the same
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
