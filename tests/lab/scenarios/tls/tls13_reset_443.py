# SPDX-License-Identifier: MIT
"""A box on the way resets connections to 443 whose hello offers TLS 1.3."""
from injections import PLAIN
from injections_tls import tls13_hello

FAULTS = ("C11", "C12")
INJECT = tls13_hello("reset", (443,))
CAUSE = "tls.tls13_intolerance"
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
