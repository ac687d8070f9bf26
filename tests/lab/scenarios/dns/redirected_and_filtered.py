# SPDX-License-Identifier: MIT
"""The firewall sends every DNS question to the provider's own resolver, which removes the hub's name."""
from injections_dns import RESOLVER, ZONE, filtering, redirected, unbound

FAULTS = ("A21",)
INJECT = (unbound(filtering(ZONE, "always_nxdomain")), redirected(RESOLVER))
CAUSE = "dns.hijack"
ALSO = ()
ACCEPT = ("dns.filtered",) # the answer is a filter's; that it is not the asked server's shows only a question to nobody
WORKS = {"direct": set()}
BROKEN = ()
