# SPDX-License-Identifier: MIT
"""A captive portal answers at 443 for everybody, with a certificate of its own."""
from injections import PLAIN, instead

FAULTS = ("D35",)
INJECT = instead("portal:portal", 443)
CAUSE = "net.captive_portal"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
