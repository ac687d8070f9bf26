# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 443; the device trusts its CA, and the box shows everybody a certificate with its own name."""
from injections import PLAIN
from injections_reading import box
from squids import inspected_trust

FAULTS = ("C07", "C10")
INJECT = box("=tls:inspector-static:relay")
CAUSE = "tls.name_mismatch"
ACCEPT = ("tls.intercepted_trusted", "tls.intercepted_untrusted")  # the same certificate of a box for everybody
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
OPTIONS = ("--ca", inspected_trust)
