# SPDX-License-Identifier: MIT
"""TLS stands at the hub's 443, and no request is ever answered."""
from injections import HUB, PLAIN
from injections_protocol import answered_by

FAULTS = ("E04",)
INJECT = answered_by("silent", 443, of=HUB)
CAUSE = "http.no_answer"
WORKS = {"direct": PLAIN}
BROKEN = ()
OPTIONS = ("--ipv4",)
