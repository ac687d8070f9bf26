# SPDX-License-Identifier: MIT
"""A squid allows CONNECT to 443, 5671 and 8883."""
from injections import WEB, only_by_proxy
from squids import squid_hub_ports

FAULTS = ()
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = squid_hub_ports
