# SPDX-License-Identifier: MIT
"""Behind TLS a mail server answers at the hub's 443."""
from injections import PLAIN
from injections_reading import front

FAULTS = ("E02",)
INJECT = front("=tls:good:smtp")
CAUSE = "http.unexpected"
WORKS = {"direct": PLAIN}
BROKEN = ()
