# SPDX-License-Identifier: MIT
"""A WebSocket broker without MQTT of its own stands at 8883 behind TLS: it answers bad request."""
from injections import ALL
from injections_reading import front

FAULTS = ("E02",)
INJECT = front("=tls:good:400", ports=(8883,))
CAUSE = "mqtt.not_mqtt"
WORKS = {"direct": ALL - {"mqtt"}}
