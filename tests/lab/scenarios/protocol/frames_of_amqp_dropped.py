# SPDX-License-Identifier: MIT
"""The WebSocket upgrade succeeds, and of those that carry AMQP no frame comes through."""
from injections import ALL
from injections_reading import front

FAULTS = ("E08",)
INJECT = front("=tls:good:amqp-frames-dropped")
CAUSE = "ws.frames_dropped"
WORKS = {"direct": ALL - {"amqp_ws"}}
BROKEN = ()
