# SPDX-License-Identifier: MIT
"""A box on the way resets connections whose ClientHello has more than 300 octets."""
from injections_tls import large_hello

FAULTS = ("C11",)
INJECT = large_hello(300, "reject with tcp reset")
CAUSE = "tls.large_client_hello"
WHERE = "firewall"
WORKS = {"direct": set()}
