# SPDX-License-Identifier: MIT
"""A box that inspects 443, which the device trusts, sends everybody to a page to sign in."""
from injections import PLAIN
from injections_reading import BOX_ISSUER, box
from squids import inspected_trust

FAULTS = ("C07", "D35")
INJECT = box("=tls:inspector:302")
CAUSE = "net.captive_portal"
ACCEPT = ("tls.intercepted_trusted",)  # TLS ends in the box, which is why it can answer
BOX = ("login.corp.example", BOX_ISSUER)
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
OPTIONS = ("--ca", inspected_trust)
