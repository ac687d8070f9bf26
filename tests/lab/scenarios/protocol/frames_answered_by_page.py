# SPDX-License-Identifier: MIT
"""The WebSocket upgrade succeeds, and the first frame is answered by a page."""
from injections import ALL
from injections_reading import front

FAULTS = ("E08",)
INJECT = front("=tls:good:frames-html")
CAUSE = "ws.closed_after_upgrade"
ACCEPT = ("ws.frames_dropped", "http.unexpected", "mqtt.not_mqtt", "amqp.not_amqp")  # no frame comes back, and something else speaks
WORKS = {"direct": ALL - {"amqp_ws", "mqtt_ws"}}
BROKEN = ()
