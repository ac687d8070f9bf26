# SPDX-License-Identifier: MIT
"""A box at 443 closes on a hello that offers TLS 1.3."""
from injections import PLAIN
from injections_reading import box

FAULTS = ("C12",)
INJECT = box("1.3=end:close")
CAUSE = "tls.tls13_intolerance"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
