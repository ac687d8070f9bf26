# SPDX-License-Identifier: MIT
"""A block list in the site's resolver takes the addresses of DPS away and leaves the name (RPZ NODATA)."""
from injections_dns import RESOLVER, at_once, policy_zone, resolvers

FAULTS = ("A06",)
INJECT = at_once(policy_zone("global.azure-devices-provisioning.net CNAME *."), resolvers(RESOLVER))
CAUSE = "dns.nodata"
WHERE, BOX = "resolver", RESOLVER
BROKEN = ("dps",)
ACCEPT = ("dns.filtered",) # an empty answer without an SOA is a policy's, if it can be told
