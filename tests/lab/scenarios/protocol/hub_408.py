# SPDX-License-Identifier: MIT
"""The hub's front end at 443 answers every request with 408, that none came in time: it is reached, and gives no WebSocket."""
from injections import ALL
from injections_reading import front

FAULTS = ("D37",)
INJECT = front("=tls:good:408")
CAUSE = "ws.upgrade_denied"
WORKS = {"direct": ALL - {"amqp_ws", "mqtt_ws"}}
BROKEN = ()
