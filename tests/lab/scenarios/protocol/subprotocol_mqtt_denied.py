# SPDX-License-Identifier: MIT
"""The web filter refuses WebSockets that carry MQTT, and lets those pass that carry AMQP."""
from injections import ALL, HUB
from injections_protocol import answered_by

FAULTS = ("E09",)
INJECT = answered_by("mqtt-ws-403", 443, of=HUB)
CAUSE = "ws.subprotocol_denied"
WORKS = {"direct": ALL - {"mqtt_ws"}}
OPTIONS = ("--ipv4",)
