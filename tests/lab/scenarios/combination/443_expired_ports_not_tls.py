# SPDX-License-Identifier: MIT
"""What answers for the hub at 443 has an expired certificate, SSH is at 5671, and 8883 is reset."""
from injections import firewall
from injections_tls import faulty_server

FAULTS = ("C15", "C19", "B01")
INJECT = (faulty_server("relay:expired", 443), faulty_server("ssh", 5671), firewall("tcp dport 8883 reject with tcp reset"))
CAUSE = "tls.expired"
ALSO = ("tls.not_tls", "tcp.reset", "tls.expired")
ACCEPT = ("tls.not_tls", "tcp.reset")  # repairing any one of them gives a protocol
WORKS = {"direct": set()}
BROKEN = ()
