# SPDX-License-Identifier: MIT
"""The WebSocket upgrade succeeds and nothing comes through it; 5671 and 8883 are reset."""
from injections import firewall
from injections_protocol import answered_by

FAULTS = ("E08", "B01")
INJECT = (answered_by("frames-dropped", 443), firewall("tcp dport { 5671, 8883 } reject with tcp reset"))
CAUSE = "ws.frames_dropped"
ALSO = ("tcp.reset",)
ACCEPT = ("tcp.reset",)  # repairing either is enough
WORKS = {"direct": {"https"}}
