# SPDX-License-Identifier: MIT
"""An accelerator accepts every connection; what it opens itself to 8883 is refused, so it closes."""
from injections import ALL, chain
from injections_protocol import HUB_PORTS, accelerated

FAULTS = ("B15", "B16")
INJECT = (accelerated(*HUB_PORTS), chain("firewall", "output", ['oifname "out" tcp dport 8883 reject with tcp reset']))
CAUSE = "tcp.closed_after_connect"
ACCEPT = ("tcp.intercepted",) # so it is, and the box behind is the one to ask
WORKS = {"direct": ALL - {"mqtt"}}
