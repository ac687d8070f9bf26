# SPDX-License-Identifier: MIT
"""The hub's own IP filter does not have the site's public address: 443 says 403, in the hub's words."""
from injections import HUB, PLAIN
from injections_protocol import answered_by

FAULTS = ("E13",)
INJECT = answered_by("ip-filter", 443, of=HUB)
CAUSE = "http.denied"
WHERE = "service"
WORKS = {"direct": PLAIN}
BROKEN = ()
OPTIONS = ("--ipv4",)
