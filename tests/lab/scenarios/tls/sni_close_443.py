# SPDX-License-Identifier: MIT
"""A box beside the way closes connections to 443 in the hub's place when it sees the hub's name."""
from injections import PLAIN
from injections_tls import forging

FAULTS = ("C04",)
INJECT = forging("close")
CAUSE = "tls.sni_reset"
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ()
