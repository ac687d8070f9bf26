# SPDX-License-Identifier: MIT
"""The front end of the hub answers every request at 443 with 503."""
from injections import HUB, PLAIN
from injections_protocol import answered_by

FAULTS = ("D37",)
INJECT = answered_by("error", 443, of=HUB)
CAUSE = "http.unexpected"
ACCEPT = ("ws.upgrade_denied",)  # that is what 503 is to the upgrade
WORKS = {"direct": PLAIN}
BROKEN = ()
OPTIONS = ("--ipv4",)
