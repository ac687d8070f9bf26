# SPDX-License-Identifier: MIT
"""A box at 8883 closes on a ClientHello of more than 300 octets."""
from injections import ALL
from injections_reading import box

FAULTS = ("C11",)
INJECT = box(">300=end:close", ports=(8883,))
CAUSE = "tls.large_client_hello"
WORKS = {"direct": ALL - {"mqtt"}}
