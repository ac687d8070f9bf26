# SPDX-License-Identifier: MIT
"""The WebSocket upgrade to the hub is answered by a page and 200 OK; other requests pass."""
from injections import HUB, PLAIN
from injections_protocol import answered_by

FAULTS = ("E07",)
INJECT = answered_by("upgrade-200", 443, of=HUB)
CAUSE = "ws.upgrade_denied"
WORKS = {"direct": PLAIN | {"https"}}
OPTIONS = ("--ipv4",)
