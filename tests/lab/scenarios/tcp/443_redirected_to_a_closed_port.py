# SPDX-License-Identifier: MIT
"""A transparent proxy has crashed: its redirection of 443 still stands and leads to a closed port."""
from injections import PLAIN, SERVICES, nat

FAULTS = ("B01",)
INJECT = nat('iifname "in" tcp dport 443 redirect to :9')
CAUSE = "tcp.reset"
ACCEPT = ("host.local_firewall",) # it answers a SYN that may go one hop, as this device's own rules would
WORKS, BROKEN = {"direct": PLAIN}, tuple(SERVICES)
