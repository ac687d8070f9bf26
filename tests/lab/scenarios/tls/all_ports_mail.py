# SPDX-License-Identifier: MIT
"""A port forwarding that has gone wrong leads all ports of the hub to a mailbox (IMAP)."""
from injections_reading import front
from injections_tls import HUB_PORTS

FAULTS = ("C19",)
INJECT = front("=imap", ports=HUB_PORTS)
CAUSE = "tls.not_tls"
WORKS = {"direct": set()}
BROKEN = ()
