# SPDX-License-Identifier: MIT
"""A box at 443 answers a ClientHello of more than 300 octets with the alert decode_error."""
from injections import PLAIN
from injections_reading import box

FAULTS = ("C11", "C14")
INJECT = box(">300=alert:2:50")
CAUSE = "tls.large_client_hello"
ACCEPT = ("tls.alert",)  # what it says
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
