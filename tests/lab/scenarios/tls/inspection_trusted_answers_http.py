# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 5671 and 8883, which the device trusts, and answers AMQP and MQTT as bad HTTP."""
from injections import WEB
from injections_reading import box
from squids import inspected_trust

FAULTS = ("C07", "D27")
INJECT = box("=tls:inspector:400", ports=(5671, 8883))
CAUSE = "tls.intercepted_trusted"
ACCEPT = ("mqtt.not_mqtt", "amqp.not_amqp")  # what the inspection does to them
WHERE = "firewall"
WORKS = {"direct": WEB}
OPTIONS = ("--ca", inspected_trust)
