# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 443; the device trusts its CA, and the box takes the WebSocket upgrade out."""
from injections import ALL
from injections_tls import inspected
from squids import inspected_trust

FAULTS = ("C07", "D28")
INJECT = inspected(443, websocket=False)
CAUSE = "tls.intercepted_trusted"
ACCEPT = ("ws.upgrade_stripped",)  # what the inspection breaks, and it is the box's setting
WHERE = "firewall"
WORKS = {"direct": ALL - {"amqp_ws", "mqtt_ws"}}
OPTIONS = ("--ca", inspected_trust)
