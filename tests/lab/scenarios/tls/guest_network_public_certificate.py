# SPDX-License-Identifier: MIT
"""A guest network leads 443 of everybody to its page, which has a valid public certificate of its own name."""
from injections import PLAIN
from injections_reading import box

FAULTS = ("D36", "C10")
INJECT = box("=tls:guest:page")
CAUSE = "net.captive_portal"
ACCEPT = ("tls.name_mismatch", "tls.intercepted_untrusted")  # one certificate for everybody
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
