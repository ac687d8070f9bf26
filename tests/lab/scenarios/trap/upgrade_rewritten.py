# SPDX-License-Identifier: MIT
"""A front end writes the headers of the WebSocket's 101 its own way."""
from injections import HUB
from injections_protocol import answered_by

INJECT = answered_by("upgrade-rewritten", 443, of=HUB)
CAUSE = None
OPTIONS = ("--ipv4",)
