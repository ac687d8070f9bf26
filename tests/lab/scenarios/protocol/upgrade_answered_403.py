# SPDX-License-Identifier: MIT
"""The WebSocket upgrade to the hub is answered by a web filter's 403; other requests pass."""
from injections import HUB, PLAIN
from injections_protocol import answered_by

FAULTS = ("E07",)
INJECT = answered_by("upgrade-403", 443, of=HUB)
CAUSE = "ws.upgrade_denied"
WORKS = {"direct": PLAIN | {"https"}}
OPTIONS = ("--ipv4",)
