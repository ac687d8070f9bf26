# SPDX-License-Identifier: MIT
"""The hub's front end at 443 begins an answer to every request and never ends its first line."""
from injections import PLAIN
from injections_reading import front

FAULTS = ("E04",)
INJECT = front("=tls:good:half-answer")
CAUSE = "http.no_answer"
ACCEPT = ("http.unexpected", "ws.upgrade_denied")  # something came, nothing whole
WORKS = {"direct": PLAIN}
BROKEN = ()
