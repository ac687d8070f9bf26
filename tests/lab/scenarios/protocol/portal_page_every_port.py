# SPDX-License-Identifier: MIT
"""A guest network leads 443, 5671 and 8883 of everybody to its page under a public certificate of its own name."""
from injections_reading import box
from injections_tls import HUB_PORTS

FAULTS = ("D36", "C10")
INJECT = box("=tls:guest:page", ports=HUB_PORTS)
CAUSE = "net.captive_portal"
ACCEPT = ("tls.name_mismatch", "tls.intercepted_untrusted")  # one certificate for everybody
WORKS = {"direct": set()}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
