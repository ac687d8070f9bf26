# SPDX-License-Identifier: MIT
"""A guest network answers 443 of everybody with 511 under a certificate that it has signed itself."""
from injections import PLAIN
from injections_reading import box

FAULTS = ("D35",)
INJECT = box("=tls:self:511")
CAUSE = "net.captive_portal"
ACCEPT = ("tls.intercepted_untrusted", "tls.self_signed")  # one certificate for everybody
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
