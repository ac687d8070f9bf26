# SPDX-License-Identifier: MIT
"""The site's router removes private addresses from answers, and with them the hub's private endpoint, which the second
resolver gives."""
from injections import GATEWAY_IN, HUB, nat, resolvers
from injections_dns import REBIND_PROTECTION, RESOLVER, dnsmasq, strange_dns
from lab import HUB_NAME

FAULTS = ("A16",)
INJECT = (strange_dns("alias:contoso.privatelink.azure-devices.net:10.20.0.5", HUB_NAME), nat("ip daddr 10.20.0.5 dnat ip to " + HUB),
          dnsmasq(*REBIND_PROTECTION, upstream=RESOLVER), resolvers(GATEWAY_IN, RESOLVER))
CAUSE = "dns.rebind_protection"
WHERE, BOX = "resolver", GATEWAY_IN
WORKS = {"direct": set()} # programs believe the first resolver
BROKEN = ()
