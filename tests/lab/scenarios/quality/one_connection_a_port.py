# SPDX-License-Identifier: MIT
"""The firewall lets a device have two connections to port 443 at a time and drops the third."""
from injections import chain

FAULTS = ("B19",)
INJECT = chain("firewall", "forward", ["ct state new tcp dport 443 ip protocol tcp add @open4 { ip saddr ct count over 2 } drop",
                                       "ct state new tcp dport 443 ip6 nexthdr tcp add @open6 { ip6 saddr ct count over 2 } drop"],
               more=" set open4 { type ipv4_addr; flags dynamic; }\n set open6 { type ipv6_addr; flags dynamic; }")
CAUSE = "net.connection_limit"
ACCEPT = ("net.rate_limit",) # dropped attempts look alike whether their rate or their number is limited
