# SPDX-License-Identifier: MIT
"""A firewall resets the hub's name at 443 and 8883, drops 5671, and lets no ICMP through."""
from injections import firewall
from injections_tls import name_filter

FAULTS = ("C01", "B09")
INJECT = (name_filter("reset", ports=(443, 8883)), firewall("tcp dport 5671 drop", "meta l4proto { icmp } drop", "icmpv6 type { echo-request, echo-reply, destination-unreachable, time-exceeded } drop"))
CAUSE = "tls.sni_reset"
ALSO = ("tcp.drop",)
ACCEPT = ("tcp.drop",)  # no protocol is left by either
WORKS = {"direct": set()}
BROKEN = ()
