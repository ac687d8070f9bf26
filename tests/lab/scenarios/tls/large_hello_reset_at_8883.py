# SPDX-License-Identifier: MIT
"""A box resets connections to 8883 whose ClientHello has more than 300 octets."""
from injections import ALL
from injections_tls import large_hello

FAULTS = ("C11",)
INJECT = large_hello(300, "reject with tcp reset", (8883,))
CAUSE = "tls.large_client_hello"
WORKS = {"direct": ALL - {"mqtt"}}
