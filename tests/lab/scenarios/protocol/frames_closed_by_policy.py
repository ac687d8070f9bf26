# SPDX-License-Identifier: MIT
"""The WebSocket upgrade succeeds, and the first frame is answered by a close frame, 1008: policy."""
from injections import ALL
from injections_reading import front

FAULTS = ("E08",)
INJECT = front("=tls:good:frames-1008")
CAUSE = "ws.closed_after_upgrade"
WORKS = {"direct": ALL - {"amqp_ws", "mqtt_ws"}}
BROKEN = ()
