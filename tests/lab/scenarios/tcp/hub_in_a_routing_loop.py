# SPDX-License-Identifier: MIT
"""The provider's router sends what is for the hub back to the site, again and again until its time to live is over."""
from injections_direct import routing_loop

FAULTS = ("B05",)
INJECT = routing_loop
CAUSE = "tcp.icmp_unreachable"
ACCEPT = ("tcp.drop",)  # nobody says unreachable; time is over
WHERE = ("firewall", "unknown")
BOX = ("198.18.1.2", "2001:db8:9::2", "198.51.100.1", "2001:db8:1::1")
WORKS, BROKEN = {"direct": set()}, ()
