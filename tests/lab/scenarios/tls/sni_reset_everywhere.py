# SPDX-License-Identifier: MIT
"""A firewall resets connections to every port that ask for the hub's name."""
from injections_tls import name_filter

FAULTS = ("C01",)
INJECT = name_filter("reset", ports=(443, 5671, 8883))
CAUSE = "tls.sni_reset"
WHERE = "firewall"
WORKS = {"direct": set()}
BROKEN = ()
