# SPDX-License-Identifier: MIT
"""The firewall sends every DNS question to the provider's own resolver, which answers null addresses for the hub."""
from injections_dns import NAMES, RESOLVER, ZONE, filtering, redirected, unbound

FAULTS = ("A21",)
INJECT = (unbound(filtering(ZONE, "always_null"), without=[n for n in NAMES if n.endswith(ZONE)]), redirected(RESOLVER))
CAUSE = "dns.hijack"
ACCEPT = ("dns.sinkhole",) # the answer is a policy's; that it is not the asked server's shows only a question to nobody
WORKS = {"direct": set()}
BROKEN = ()
