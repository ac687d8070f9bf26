# SPDX-License-Identifier: MIT
"""Whoever asks the hub for a WebSocket is answered by a close; other requests pass."""
from injections import HUB, PLAIN
from injections_protocol import answered_by

FAULTS = ("E07",)
INJECT = answered_by("upgrade-reset", 443, of=HUB)
CAUSE = "ws.upgrade_denied"
ACCEPT = ("ws.closed_after_upgrade", "ws.upgrade_stripped")  # no answer at all is a refusal, too
WORKS = {"direct": PLAIN | {"https"}}
OPTIONS = ("--ipv4",)
