# SPDX-License-Identifier: MIT
"""The web filter refuses WebSockets that carry AMQP, and the firewall drops 5671 and 8883: MQTT over WebSocket is left."""
from injections import HUB, firewall
from injections_protocol import answered_by

FAULTS = ("E09", "B09")
INJECT = (answered_by("amqp-ws-403", 443, of=HUB), firewall("tcp dport { 5671, 8883 } drop"))
CAUSE = "ws.subprotocol_denied"
ALSO = ("tcp.drop",)
ACCEPT = ("tcp.drop",) # both cost an alternative, no more
WORKS = {"direct": {"mqtt_ws", "https"}}
OPTIONS = ("--ipv4",)
