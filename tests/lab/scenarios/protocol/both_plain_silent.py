# SPDX-License-Identifier: MIT
"""TLS stands at 5671 and 8883, and nothing that is no HTTP is ever answered."""
from injections import WEB
from injections_protocol import answered_by

FAULTS = ("E04",)
INJECT = answered_by("silent", 5671, 8883)
CAUSE = "mqtt.no_answer"
ACCEPT = ("amqp.no_answer",)  # both are true
WORKS = {"direct": WEB}
