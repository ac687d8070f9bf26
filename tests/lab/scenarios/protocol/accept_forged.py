# SPDX-License-Identifier: MIT
"""The upgrade is answered 101 by something that does not understand it: the answer's key is wrong."""
from injections import HUB, PLAIN
from injections_protocol import answered_by

FAULTS = ("E07",)
INJECT = answered_by("accept-wrong", 443, of=HUB)
CAUSE = "http.unexpected"
WORKS = {"direct": PLAIN | {"https"}}
OPTIONS = ("--ipv4",)
ACCEPT = ("ws.upgrade_denied",)
