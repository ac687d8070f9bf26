# SPDX-License-Identifier: MIT
"""A box ends TLS for everybody at 443, and knows Camellia only."""
from injections import PLAIN
from injections_tls import faulty_server

FAULTS = ("C13",)
INJECT = faulty_server("camellia:good", 443, of=None)
CAUSE = "tls.cipher"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
