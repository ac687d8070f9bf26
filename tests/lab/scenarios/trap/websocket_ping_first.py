# SPDX-License-Identifier: MIT
"""The hub's front end sends a ping in one piece with its answer to the WebSocket upgrade."""
from injections_reading import front

INJECT = front("=tls:good:ping-first")
CAUSE = None
