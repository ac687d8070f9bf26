# SPDX-License-Identifier: MIT
"""5671 is rejected the way firewalld does: ICMP host prohibited."""
from injections import ALL, GATEWAY_IN, GATEWAY_IN6, iptables

FAULTS = ("B04",)
INJECT = (iptables("FORWARD -p tcp --dport 5671 -j REJECT --reject-with icmp-host-prohibited", tables=("iptables",)),
          iptables("FORWARD -p tcp --dport 5671 -j REJECT --reject-with icmp6-adm-prohibited", tables=("ip6tables",)))
CAUSE = "tcp.admin_prohibited"
WHERE, BOX = "firewall", (GATEWAY_IN, GATEWAY_IN6)
WORKS = {"direct": ALL - {"amqp"}}
