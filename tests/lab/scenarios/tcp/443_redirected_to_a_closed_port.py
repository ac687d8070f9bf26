# SPDX-License-Identifier: MIT
"""A transparent proxy has crashed: its redirection of 443 still stands and leads to a closed port."""
from injections import PLAIN, SERVICES
from injections_path import redirected_to_nothing

FAULTS = ("B01",)
INJECT = redirected_to_nothing(443)
CAUSE = "tcp.reset"
ACCEPT = ("host.local_firewall",) # of a report that counted no packets: it answers a SYN of one hop, as this device would
WORKS, BROKEN = {"direct": PLAIN}, tuple(SERVICES)
