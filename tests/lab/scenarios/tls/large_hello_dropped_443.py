# SPDX-License-Identifier: MIT
"""A box on the way drops every ClientHello of more than 300 octets at 443."""
from injections import PLAIN
from injections_tls import large_hello

FAULTS = ("C11",)
INJECT = large_hello(300, ports=(443,))
CAUSE = "tls.large_client_hello"
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
