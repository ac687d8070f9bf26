# SPDX-License-Identifier: MIT
"""The site's firewall drops 5671, the provider's router 8883: the same fault at two boxes."""
from injections import WEB, firewall
from injections_provider import provider

FAULTS = ("B09", "B09")
INJECT = (provider("tcp dport 8883 drop"), firewall("tcp dport 5671 drop"))
CAUSE = "tcp.drop"
WORKS = {"direct": WEB}
