# SPDX-License-Identifier: MIT
"""The WebSocket upgrade succeeds, and the first frame is answered by a close."""
from injections import HUB, PLAIN
from injections_protocol import answered_by

FAULTS = ("E08",)
INJECT = answered_by("frames-closed-at-data", 443, of=HUB)
CAUSE = "ws.closed_after_upgrade"
WORKS = {"direct": PLAIN | {"https"}}
OPTIONS = ("--ipv4",)
