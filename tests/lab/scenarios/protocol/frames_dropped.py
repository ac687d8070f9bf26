# SPDX-License-Identifier: MIT
"""The WebSocket upgrade succeeds, and nothing comes through it."""
from injections import HUB, PLAIN
from injections_protocol import answered_by

FAULTS = ("E08",)
INJECT = answered_by("frames-dropped", 443, of=HUB)
CAUSE = "ws.frames_dropped"
WORKS = {"direct": PLAIN | {"https"}}
OPTIONS = ("--ipv4",)
