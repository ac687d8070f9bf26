# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at every port as if it were HTTP; the device trusts its CA."""
from injections import WEB
from injections_tls import inspected
from squids import inspected_trust

FAULTS = ("C07", "D27")
INJECT = inspected(443, 5671, 8883)
CAUSE = "tls.intercepted_trusted"
WHERE = "firewall"
BOX = "Example Inspection CA"
WORKS = {"direct": WEB}
OPTIONS = ("--ca", inspected_trust)
