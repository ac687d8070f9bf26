# SPDX-License-Identifier: MIT
"""The site's resolver forwards to a server that has no DNS any more, and gives up later than any program waits."""
from injections import OTHER
from injections_dns import asks_unbound

FAULTS = ("A05",)
INJECT = asks_unbound(forwards=OTHER)
CAUSE = "dns.timeout" # its SERVFAIL comes after half a minute
WORKS = {"direct": set()}
ACCEPT = ("dns.servfail",)
