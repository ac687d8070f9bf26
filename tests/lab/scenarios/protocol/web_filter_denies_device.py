# SPDX-License-Identifier: MIT
"""A web filter that inspects 443, which the device trusts, answers 403 to everything of this device."""
from injections import PLAIN
from injections_reading import box
from squids import inspected_trust

FAULTS = ("C07", "D37")
INJECT = box("=tls:inspector:deny")
CAUSE = "http.denied"
ACCEPT = ("tls.intercepted_trusted",)  # TLS ends in the box, which is why it can answer
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
OPTIONS = ("--ca", inspected_trust)
