# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 443; the device trusts its CA, and WebSocket passes."""
from injections_tls import inspected
from squids import inspected_trust

FAULTS = ("C07", "C18")
INJECT = inspected(443)
CAUSE = "tls.intercepted_trusted"
WHERE = "firewall"
BOX = "Example Inspection CA"
OPTIONS = ("--ca", inspected_trust)
