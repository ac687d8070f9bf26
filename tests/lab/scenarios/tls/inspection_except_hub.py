# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 443 except to the hub's address, and the device does not know its CA."""
from injections import HUB, HUB6
from injections_tls import inspected

FAULTS = ("C06",)
INJECT = inspected(443, exempt=(HUB, HUB6))
CAUSE = "tls.intercepted_untrusted"
WHERE = "firewall"
BOX = "Example Inspection CA"
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
