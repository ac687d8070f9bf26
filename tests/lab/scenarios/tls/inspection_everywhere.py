# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at every port, and the device does not know its CA."""
from injections_tls import inspected

FAULTS = ("C06", "D27")
INJECT = inspected(443, 5671, 8883)
CAUSE = "tls.intercepted_untrusted"
WHERE = "firewall"
BOX = "Example Inspection CA"
WORKS = {"direct": set()}
