# SPDX-License-Identifier: MIT
"""Intrusion detection forges a reset when it sees the hub's name at 8883, and is too late for every other connection."""
from injections import ALL
from injections_tls import forging

FAULTS = ("C05",)
INJECT = forging("reset", ports=(8883,), every_other=True)
CAUSE = "tls.injected_reset"
WHERE = "firewall"
WORKS = {"direct": ALL - {"mqtt"}}
ACCEPT = ("tls.sni_reset",) # it looks at the name, and other names pass each time: as true
