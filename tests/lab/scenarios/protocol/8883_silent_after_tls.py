# SPDX-License-Identifier: MIT
"""TLS stands at 8883, and MQTT is never answered."""
from injections import ALL
from injections_protocol import answered_by

FAULTS = ("E04",)
INJECT = answered_by("silent", 8883)
CAUSE = "mqtt.no_answer"
WORKS = {"direct": ALL - {"mqtt"}}
