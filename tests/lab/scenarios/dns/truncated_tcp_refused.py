# SPDX-License-Identifier: MIT
"""The resolver's policy sends everybody to TCP, and the firewall refuses DNS over TCP by a reset."""
from injections_dns import RESOLVER, at_once, firewall, policy_zone, resolvers

FAULTS = ("A17",)
INJECT = (at_once(policy_zone("*.azure-devices.net CNAME rpz-tcp-only."), resolvers(RESOLVER)), firewall("tcp dport 53 reject with tcp reset"))
CAUSE = "dns.truncated_tcp_blocked"
WORKS = {"direct": set()}
BROKEN = ()
