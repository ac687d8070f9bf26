# SPDX-License-Identifier: MIT
"""On IPv4, 8883 is rejected with ICMP net prohibited."""
from injections import ALL, GATEWAY_IN, iptables

FAULTS = ("B04",)
INJECT = iptables("FORWARD -p tcp --dport 8883 -j REJECT --reject-with icmp-net-prohibited", tables=("iptables",))
CAUSE = "tcp.admin_prohibited"
WHERE, BOX = "firewall", GATEWAY_IN
WORKS = {"direct": ALL - {"mqtt"}}
OPTIONS = ("--ipv4",)
