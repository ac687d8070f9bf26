# SPDX-License-Identifier: MIT
"""A block list in the site's resolver answers 0.0.0.0 for DPS (RPZ with an address)."""
from injections_dns import RESOLVER, at_once, policy_zone, resolvers

FAULTS = ("A14",)
INJECT = at_once(policy_zone("global.azure-devices-provisioning.net A 0.0.0.0", "global.azure-devices-provisioning.net AAAA ::"), resolvers(RESOLVER))
CAUSE = "dns.sinkhole"
WHERE, BOX = "resolver", RESOLVER
BROKEN = ("dps",)
