# SPDX-License-Identifier: MIT
"""Every second question to the resolver is lost; a repetition is answered."""
from injections import iptables

FAULTS = ("A11", "F02")
INJECT = iptables("FORWARD -i in -p udp --dport 53 -m statistic --mode nth --every 2 --packet 0 -j DROP", tables=("iptables",))
CAUSE = "dns.slow"
ACCEPT = ("net.loss", "dns.aaaa_timeout") # lost packets of DNS
WHERE = "unknown"
