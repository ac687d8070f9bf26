# SPDX-License-Identifier: MIT
"""The firewall drops questions for IPv6 addresses (AAAA): programs that ask for both wait."""
from injections import iptables

FAULTS = ("A12",)
INJECT = iptables("FORWARD -p udp --dport 53 -m string --algo bm --from 40 --hex-string |00001c0001| -j DROP", tables=("iptables",))
CAUSE = "dns.aaaa_timeout"
SEVERITY = "warning"
