# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 8883, which the device trusts, and resets what is no HTTP."""
from injections import ALL
from injections_reading import box
from squids import inspected_trust

FAULTS = ("C07", "D27")
INJECT = box("=tls:inspector:reset", ports=(8883,))
CAUSE = "tls.intercepted_trusted"
ACCEPT = ("mqtt.app_reset",)  # what the inspection does to MQTT
WHERE = "firewall"
WORKS = {"direct": ALL - {"mqtt"}}
OPTIONS = ("--ca", inspected_trust)
