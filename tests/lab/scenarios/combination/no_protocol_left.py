# SPDX-License-Identifier: MIT
"""MQTT is recognised and reset, 5671 is dropped, and the web filter refuses WebSockets: no protocol is left."""
from injections import HUB, firewall
from injections_protocol import RESET, answered_by, cut_after

FAULTS = ("E06", "B09", "E07")
INJECT = (cut_after(6, "packets", [8883], RESET), firewall("tcp dport 5671 drop"), answered_by("upgrade-403", 443, of=HUB))
CAUSE = "ws.upgrade_denied"
ALSO = ("mqtt.app_reset", "tcp.drop")
ACCEPT = ("mqtt.app_reset", "tcp.drop") # repairing any one of them is enough
WORKS, BROKEN = {"direct": {"https"}}, ()
OPTIONS = ("--ipv4",)
