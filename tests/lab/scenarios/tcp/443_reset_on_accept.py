# SPDX-License-Identifier: MIT
"""A box takes connections to 443 and resets each at once, before a word."""
from injections import PLAIN, SERVICES
from injections_provider import reset_on_accept

FAULTS = ("B15",)
INJECT = reset_on_accept(443)
CAUSE = "tcp.closed_after_connect"
WORKS, BROKEN = {"direct": PLAIN}, tuple(SERVICES)
