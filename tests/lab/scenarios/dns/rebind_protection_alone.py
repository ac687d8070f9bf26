# SPDX-License-Identifier: MIT
"""The site's router, the only resolver, removes the private address of the hub's private endpoint."""
from injections import GATEWAY_IN
from injections_dns import REBIND_PROTECTION, RESOLVER, dnsmasq, strange_dns
from lab import HUB_NAME

FAULTS = ("A16",)
INJECT = (strange_dns("alias:contoso.privatelink.azure-devices.net:10.20.0.5", HUB_NAME), dnsmasq(*REBIND_PROTECTION, upstream=RESOLVER))
CAUSE = "dns.rebind_protection"
WHERE, BOX = "resolver", GATEWAY_IN
WORKS = {"direct": set()}
BROKEN = ()
ACCEPT = ("dns.nodata", "dns.filtered") # nobody else knows that there was an address; dnsmasq says "Blocked"
