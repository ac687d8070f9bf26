# SPDX-License-Identifier: MIT
"""A firewall drops packets to every port that hold the hub's name."""
from injections_tls import name_filter

FAULTS = ("C02",)
INJECT = name_filter("drop", ports=(443, 5671, 8883))
CAUSE = "tls.sni_drop"
WHERE = "firewall"
WORKS = {"direct": set()}
BROKEN = ()
