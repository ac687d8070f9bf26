# SPDX-License-Identifier: MIT
"""The firewall sends every DNS question to the site's own resolver, which gives the right answers."""
from injections_dns import RESOLVER, redirected, unbound

FAULTS = ("A21",)
INJECT = (unbound(), redirected(RESOLVER))
CAUSE = None
