# SPDX-License-Identifier: MIT
"""The provider's resolver censors the hub's name (extended DNS error 16); the site's router passes its words on."""
from injections import GATEWAY_IN
from injections_dns import RESOLVER, at_once, dnsmasq, strange_dns
from lab import HUB_NAME

FAULTS = ("A03",)
INJECT = at_once(strange_dns("ede:16:court order 17/2025", HUB_NAME), dnsmasq(upstream=RESOLVER))
CAUSE = "dns.filtered"
WHERE, BOX = "resolver", GATEWAY_IN
WORKS = {"direct": set()}
BROKEN = ()
