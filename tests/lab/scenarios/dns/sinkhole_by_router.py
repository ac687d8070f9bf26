# SPDX-License-Identifier: MIT
"""The site's router answers null addresses for azure-devices.net (dnsmasq address=, as its block lists do)."""
from injections import GATEWAY_IN
from injections_dns import ZONE, dnsmasq

FAULTS = ("A14",)
INJECT = dnsmasq("--address=/%s/#" % ZONE)
CAUSE = "dns.sinkhole"
WHERE, BOX = "resolver", GATEWAY_IN
WORKS = {"direct": set()}
BROKEN = ()
