# SPDX-License-Identifier: MIT
"""A box beside the way forges a reset when it sees the hub's name at 443, and takes the hello out."""
from injections import PLAIN
from injections_tls import forging

FAULTS = ("C05", "C01")
INJECT = forging("reset")
CAUSE = "tls.sni_reset"
ACCEPT = ("tls.injected_reset",)  # both: the reset is forged, and the name decides
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ()
