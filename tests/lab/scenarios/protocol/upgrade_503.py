# SPDX-License-Identifier: MIT
"""The WebSocket upgrade to the hub is answered by 503; other requests pass."""
from injections import HUB, PLAIN
from injections_protocol import answered_by

FAULTS = ("E07",)
INJECT = answered_by("upgrade-503", 443, of=HUB)
CAUSE = "ws.upgrade_denied"
WORKS = {"direct": PLAIN | {"https"}}
OPTIONS = ("--ipv4",)
