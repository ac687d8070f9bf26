# SPDX-License-Identifier: MIT
"""The site's firewall resets 5671, the provider's router drops 8883: two administrators."""
from injections import WEB, firewall
from injections_provider import provider

FAULTS = ("B01", "B09")
INJECT = (provider("tcp dport 8883 drop"), firewall("tcp dport 5671 reject with tcp reset"))
CAUSE = "tcp.reset"
ALSO = ("tcp.drop",)
ACCEPT = ("tcp.drop",) # both cost an alternative, no more
WORKS = {"direct": WEB}
