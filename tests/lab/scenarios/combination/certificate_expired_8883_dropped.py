# SPDX-License-Identifier: MIT
"""What stands before the hub at 443 presents an old certificate, and the firewall drops 8883."""
from injections import HUB, firewall, instead

FAULTS = ("C15", "B09")
INJECT = (instead("relay:expired", 443, of=HUB), firewall("tcp dport 8883 drop"))
CAUSE = "tls.expired"
ALSO = ("tcp.drop",)
WORKS, BROKEN = {"direct": {"amqp"}}, ()
OPTIONS = ("--ipv4",)
