# SPDX-License-Identifier: MIT
"""The first resolver is gone, and questions for IPv6 addresses are lost on the way to the second."""
from injections import DNS, iptables, resolvers
from injections_dns import SILENT_RESOLVER, dead

FAULTS = ("A10", "A12")
INJECT = (dead(), resolvers(SILENT_RESOLVER, DNS),
          iptables("FORWARD -p udp --dport 53 -m string --algo bm --from 40 --hex-string |00001c0001| -j DROP", tables=("iptables",)))
CAUSE = "dns.slow_first_server"
ALSO = ("dns.aaaa_timeout",)
ACCEPT = ("dns.aaaa_timeout",)
BOX = (SILENT_RESOLVER, DNS) # of either
