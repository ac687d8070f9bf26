# SPDX-License-Identifier: MIT
"""The hub's front end at 443 answers every request with 408: that none came in time."""
from injections import PLAIN
from injections_reading import front

FAULTS = ("D37",)
INJECT = front("=tls:good:408")
CAUSE = "http.unexpected"
ACCEPT = ("ws.upgrade_denied",)  # what it is to the upgrade
WORKS = {"direct": PLAIN}
BROKEN = ()
