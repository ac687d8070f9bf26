# SPDX-License-Identifier: MIT
"""A block list (response policy zone) in the site's resolver removes the hub's name."""
from injections_dns import RESOLVER, ZONE, at_once, policy_zone, resolvers

FAULTS = ("A02",)
INJECT = at_once(policy_zone("*.%s CNAME ." % ZONE), resolvers(RESOLVER))
CAUSE = "dns.filtered"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
BROKEN = ()
