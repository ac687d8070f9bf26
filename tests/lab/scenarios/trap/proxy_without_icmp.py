# SPDX-License-Identifier: MIT
"""The proxy is the only way out, and no ICMP comes through anywhere."""
from injections import WEB, firewall, only_by_proxy
from squids import squid_open

INJECT = (only_by_proxy, firewall("meta l4proto { icmp } drop", "icmpv6 type { echo-request, destination-unreachable, time-exceeded } drop"))
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = squid_open
