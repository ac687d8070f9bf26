# SPDX-License-Identifier: MIT
"""The WebSocket upgrade to the hub is answered by 429 Too Many Requests; other requests pass."""
from injections import ALL
from injections_reading import front

FAULTS = ("E07",)
INJECT = front("=tls:good:upgrade-429")
CAUSE = "ws.upgrade_denied"
WORKS = {"direct": ALL - {"amqp_ws", "mqtt_ws"}}
BROKEN = ()
