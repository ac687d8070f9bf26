# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 443, which the device trusts, takes the WebSocket upgrade out, and drops 5671 and 8883."""
from injections import firewall
from injections_tls import inspected
from squids import inspected_trust

FAULTS = ("C07", "D28", "B09")
INJECT = (inspected(443, websocket=False), firewall("tcp dport { 5671, 8883 } drop"))
CAUSE = "ws.upgrade_stripped"
ALSO = ("tcp.drop",)
ACCEPT = ("tls.intercepted_trusted", "tcp.drop") # repairing any one of them is enough
WORKS = {"direct": {"https"}}
BROKEN = ()
OPTIONS = ("--ca", inspected_trust)
