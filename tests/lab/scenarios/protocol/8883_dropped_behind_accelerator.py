# SPDX-License-Identifier: MIT
"""An accelerator accepts every connection; what it opens itself to 8883 is dropped, so it waits."""
from injections import ALL, chain
from injections_protocol import HUB_PORTS, accelerated

FAULTS = ("B16", "B12")
INJECT = (accelerated(*HUB_PORTS), chain("firewall", "output", ['oifname "out" tcp dport 8883 drop']))
CAUSE = "tcp.synproxy_silent"
ACCEPT = ("tcp.intercepted",) # it answers for every address
WORKS = {"direct": ALL - {"mqtt"}}
