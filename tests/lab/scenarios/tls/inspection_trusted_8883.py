# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 8883 and passes MQTT on; the device trusts its CA."""
from injections_reading import BOX_ISSUER, box
from squids import inspected_trust

FAULTS = ("C07", "E12")
INJECT = box("=tls:inspector:relay", ports=(8883,))
CAUSE = "tls.intercepted_trusted"
WHERE = "firewall"
BOX = BOX_ISSUER
OPTIONS = ("--ca", inspected_trust)
