# SPDX-License-Identifier: MIT
"""A firewall drops packets to 443 that hold the hub's name."""
from injections import PLAIN
from injections_tls import name_filter

FAULTS = ("C02",)
INJECT = name_filter("drop")
CAUSE = "tls.sni_drop"
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ()
