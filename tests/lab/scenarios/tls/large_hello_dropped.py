# SPDX-License-Identifier: MIT
"""A box on the way drops every ClientHello of more than 300 octets."""
from injections_tls import large_hello

FAULTS = ("C11",)
INJECT = large_hello(300)
CAUSE = "tls.large_client_hello"
WHERE = "firewall"
WORKS = {"direct": set()}
