# SPDX-License-Identifier: MIT
"""The upgrade for AMQP is answered as if it had been for MQTT."""
from injections import ALL, HUB
from injections_protocol import answered_by

FAULTS = ("E09",)
INJECT = answered_by("subprotocol-swapped", 443, of=HUB)
CAUSE = "ws.subprotocol_denied"
WORKS = {"direct": ALL - {"amqp_ws"}}
OPTIONS = ("--ipv4",)
