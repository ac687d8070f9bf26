# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 443 to Microsoft's registry alone, and the device does not know its CA."""
from injections import DATA, DATA6, HUB, HUB6, OTHER, OTHER6
from injections_tls import inspected

FAULTS = ("C06",)
INJECT = inspected(443, exempt=(DATA, DATA6, HUB, HUB6, OTHER, OTHER6))
CAUSE = "tls.intercepted_untrusted"
WHERE = "firewall"
BOX = "Example Inspection CA"
BROKEN = ("mcr",)
