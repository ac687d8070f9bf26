# SPDX-License-Identifier: MIT
"""A box answers every hello to 443 with the beginning of a handshake, and resets it then."""
from injections import PLAIN
from injections_tls import faulty_server

FAULTS = ("C08",)
INJECT = faulty_server("cut", 443, of=None)
CAUSE = "tls.injected_reset"
ACCEPT = ("tls.handshake_stall",)  # a server that crashes looks the same
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
