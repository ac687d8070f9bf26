# SPDX-License-Identifier: MIT
"""TLS stands at the hub's 443, and every request is answered by a close."""
from injections import PLAIN
from injections_reading import front

FAULTS = ("E04",)
INJECT = front("=tls:good:close")
CAUSE = "http.no_answer"
WORKS = {"direct": PLAIN}
BROKEN = ()
