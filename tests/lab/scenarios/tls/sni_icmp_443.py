# SPDX-License-Identifier: MIT
"""A firewall rejects packets to 443 that hold the hub's name, and says so by ICMP."""
from injections import PLAIN
from injections_tls import name_filter

FAULTS = ("C03",)
INJECT = name_filter("icmp")
CAUSE = "tls.sni_reset"
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ()
