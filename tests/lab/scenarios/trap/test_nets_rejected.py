# SPDX-License-Identifier: MIT
"""The firewall rejects by ICMP what goes to addresses that nobody has, and drops ping and traceroute."""
from injections import firewall

INJECT = firewall('iifname "in" ip daddr { 192.0.2.0/24, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 } reject with icmp admin-prohibited', "icmp type echo-request drop", "icmpv6 type echo-request drop", "udp dport 33434-33534 drop")
CAUSE = None
