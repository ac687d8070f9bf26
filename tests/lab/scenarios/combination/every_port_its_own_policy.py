# SPDX-License-Identifier: MIT
"""443 passes, 8883 is inspected by a box that the device does not trust, 5671 is dropped."""
from injections import WEB, firewall
from injections_tls import inspected

FAULTS = ("E12", "C06", "B09")
INJECT = (inspected(8883), firewall("tcp dport 5671 drop"))
CAUSE = "tls.intercepted_untrusted"
ALSO = ("tcp.drop",)
ACCEPT = ("tcp.drop",) # both cost an alternative, no more
WORKS = {"direct": WEB}
