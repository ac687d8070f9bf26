# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 443, and the device does not know its CA."""
from injections import PLAIN
from injections_tls import inspected

FAULTS = ("C06",)
INJECT = inspected(443)
CAUSE = "tls.intercepted_untrusted"
WHERE = "firewall"
BOX = "Example Inspection CA"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
