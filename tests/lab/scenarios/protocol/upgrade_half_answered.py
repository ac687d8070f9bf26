# SPDX-License-Identifier: MIT
"""The answer to the WebSocket upgrade breaks off in its second line and silence follows; other requests pass."""
from injections import ALL
from injections_reading import front

FAULTS = ("E07",)
INJECT = front("=tls:good:upgrade-half")
CAUSE = "http.no_answer"
ACCEPT = ("ws.upgrade_denied", "ws.frames_dropped", "http.unexpected",)  # something came, nothing whole
WORKS = {"direct": ALL - {"amqp_ws", "mqtt_ws"}}
BROKEN = ()
