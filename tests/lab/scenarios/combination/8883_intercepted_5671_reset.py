# SPDX-License-Identifier: MIT
"""A transparent proxy takes 8883 and never answers, and the firewall resets 5671."""
from injections import WEB, firewall
from injections_path import redirected_to_silence

FAULTS = ("B12", "B01")
INJECT = (redirected_to_silence(8883), firewall("tcp dport 5671 reject with tcp reset"))
CAUSE = "tcp.intercepted"
ALSO = ("tcp.reset",)
ACCEPT = ("tcp.reset",) # both cost an alternative, no more
WORKS = {"direct": WEB}
