# SPDX-License-Identifier: MIT
"""The proxy inspects TLS under a CA that the device trusts, and directly every port is dropped."""
from injections import WEB, firewall
from squids import inspected_trust, squid_bump_websocket

FAULTS = ("C07", "B09")
INJECT = firewall('iifname "in" oifname "out" meta l4proto tcp drop')
CAUSE = "tls.intercepted_trusted"
ACCEPT = ("tcp.drop",)  # the direct way is closed, as sites with a proxy mean it
WORKS = {"direct": set(), "proxy": WEB}
PROXY = squid_bump_websocket
OPTIONS = ("--ca", inspected_trust)
