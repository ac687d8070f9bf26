# SPDX-License-Identifier: MIT
"""The hub takes 0.8 s to answer, whatever the protocol."""
from injections import HUB
from injections_protocol import HUB_PORTS, answered_by

INJECT = answered_by("late", *HUB_PORTS, of=HUB)
CAUSE = None
OPTIONS = ("--limit", 4, "--ipv4")
