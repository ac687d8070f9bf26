# SPDX-License-Identifier: MIT
"""IPv6 is dropped by the firewall, and over IPv4 it resets the hub's name at 443."""
from injections import PLAIN, firewall
from injections_tls import name_filter

FAULTS = ("B11", "C01")
INJECT = (firewall("meta nfproto ipv6 meta l4proto tcp drop"), name_filter("reset"))
CAUSE = "tls.sni_reset"
ALSO = ("tls.sni_reset", "net.ipv6_broken")
ACCEPT = ("net.ipv6_broken",)  # both are true; IPv6 costs time everywhere
WORKS = {"direct": PLAIN}
BROKEN = ()
