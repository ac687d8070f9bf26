# SPDX-License-Identifier: MIT
"""A header filter removes Sec-WebSocket-Protocol from the answer to the upgrade."""
from injections import HUB, PLAIN
from injections_protocol import answered_by

FAULTS = ("E09",)
INJECT = answered_by("subprotocol-lost", 443, of=HUB)
CAUSE = "ws.subprotocol_stripped"
WORKS = {"direct": PLAIN | {"https"}}
OPTIONS = ("--ipv4",)
