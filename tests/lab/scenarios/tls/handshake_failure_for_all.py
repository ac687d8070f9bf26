# SPDX-License-Identifier: MIT
"""A box answers every hello to 443 with the alert handshake_failure."""
from injections import PLAIN
from injections_reading import box

FAULTS = ("C13",)
INJECT = box("=alert:2:40")
CAUSE = "tls.cipher"
ACCEPT = ("tls.alert",)  # the alert has both meanings
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
