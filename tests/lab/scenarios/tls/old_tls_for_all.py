# SPDX-License-Identifier: MIT
"""A box ends TLS for everybody at 443, and speaks TLS 1.1 at most."""
from injections import PLAIN
from injections_tls import faulty_server

FAULTS = ("C12",)
INJECT = faulty_server("old:good", 443, of=None)
CAUSE = "tls.version"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
