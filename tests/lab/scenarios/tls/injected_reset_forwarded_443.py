# SPDX-License-Identifier: MIT
"""Intrusion detection forges a reset when it sees the hub's name at 443; the hello goes on, and the service is 60 ms away."""
from injections import PLAIN
from injections_path import delayed
from injections_tls import forging

FAULTS = ("C05",)
INJECT = (delayed(30), forging("reset", forwarded=True))
CAUSE = "tls.sni_reset"
ACCEPT = ("tls.injected_reset",)  # both: the reset is forged, and the name decides
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ()
