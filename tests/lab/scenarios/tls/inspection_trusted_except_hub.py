# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 443 except to the hub's address; the device trusts its CA."""
from injections import HUB, HUB6
from injections_tls import inspected
from squids import inspected_trust

FAULTS = ("C07",)
INJECT = inspected(443, exempt=(HUB, HUB6))
CAUSE = "tls.intercepted_trusted"
WHERE = "firewall"
BOX = "Example Inspection CA"
OPTIONS = ("--ca", inspected_trust)
