# SPDX-License-Identifier: MIT
"""A firewall rejects packets to every port that hold the hub's name, and says so by ICMP."""
from injections_tls import name_filter

FAULTS = ("C03",)
INJECT = name_filter("icmp", ports=(443, 5671, 8883))
CAUSE = "tls.sni_reset"
WHERE = "firewall"
WORKS = {"direct": set()}
BROKEN = ()
