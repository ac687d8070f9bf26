# SPDX-License-Identifier: MIT
"""The proxy, whose CA the device trusts, takes the WebSocket upgrade out; directly 5671 alone is open."""
from injections import firewall
from injections_proxy import NOT_DIRECT
from squids import inspected_trust, squid_bump

FAULTS = ("D28", "B09")
INJECT = firewall('iifname "in" oifname "out" tcp dport { 443, 8883 } drop')
CAUSE = "ws.upgrade_stripped"
ACCEPT = ("tcp.drop", "tls.intercepted_trusted")  # AMQP does without all of them
WORKS = {"direct": {"amqp"}, "proxy": {"https"}}
BROKEN = NOT_DIRECT
PROXY = squid_bump
OPTIONS = ("--ca", inspected_trust)
