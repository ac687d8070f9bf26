# SPDX-License-Identifier: MIT
"""A narrow tunnel that says so, and inspection at 443 that the device does not know."""
from injections import PLAIN
from injections_reading import box
from injections_path import narrow

FAULTS = ("B25", "C06")
INJECT = (narrow("in", 1400, told=True), box("=tls:inspector:relay"))
CAUSE = "tls.intercepted_untrusted"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
