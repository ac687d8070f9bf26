# SPDX-License-Identifier: MIT
"""The web filter refuses WebSockets that carry AMQP, and lets those pass that carry MQTT."""
from injections import ALL, HUB
from injections_protocol import answered_by

FAULTS = ("E09",)
INJECT = answered_by("amqp-ws-403", 443, of=HUB)
CAUSE = "ws.subprotocol_denied"
WORKS = {"direct": ALL - {"amqp_ws"}}
OPTIONS = ("--ipv4",)
