# SPDX-License-Identifier: MIT
"""Whoever asks the hub for a WebSocket is never answered; other requests pass."""
from injections import ALL
from injections_reading import front

FAULTS = ("E07",)
INJECT = front("=tls:good:upgrade-silent")
CAUSE = "http.no_answer"
ACCEPT = ("ws.upgrade_denied", "ws.frames_dropped", "ws.upgrade_stripped")  # the upgrade alone goes unanswered
WORKS = {"direct": ALL - {"amqp_ws", "mqtt_ws"}}
BROKEN = ()
