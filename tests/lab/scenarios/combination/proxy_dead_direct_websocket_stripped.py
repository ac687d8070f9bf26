# SPDX-License-Identifier: MIT
"""Nothing listens at the proxy's port, and directly an inspecting box, which the device trusts, takes the WebSocket upgrade out; 5671 and 8883 are dropped."""
from injections import firewall
from injections_proxy import url
from injections_tls import inspected
from squids import inspected_trust

FAULTS = ("D02", "D28", "B09")
INJECT = (inspected(443, websocket=False), firewall("tcp dport { 5671, 8883 } drop"))
CAUSE = "proxy.unreachable"
ALSO = ("proxy.unreachable", "tcp.drop")
ACCEPT = ("ws.upgrade_stripped", "tcp.drop", "tls.intercepted_trusted")  # repairing any one of them is enough
WORKS = {"direct": {"https"}, "proxy": set()}
BROKEN = tuple("%s/proxy" % one for one in ("dps", "mcr", "mcr_data", "packages", "version_info"))
PROXY = url("http://proxy.corp.example:9")
OPTIONS = ("--ca", inspected_trust)
