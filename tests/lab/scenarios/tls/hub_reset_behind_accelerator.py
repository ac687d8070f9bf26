# SPDX-License-Identifier: MIT
"""An accelerator splits all connections, and what it opens to the hub's address is reset."""
from injections import HUB, HUB6
from injections_protocol import accelerated
from injections_sites import sent_on

FAULTS = ("B12", "B01")
INJECT = (accelerated(443, 5671, 8883), sent_on("out", "ip daddr %s meta l4proto tcp reject with tcp reset" % HUB, "ip6 daddr %s meta l4proto tcp reject with tcp reset" % HUB6))
CAUSE = "tcp.closed_after_connect"
ACCEPT = ("tcp.intercepted",)  # the accelerator answers for everybody, and closes then
WORKS = {"direct": set()}
BROKEN = ()
