# SPDX-License-Identifier: MIT
"""The site's router answers for azure-devices.net itself and knows nothing of it (dnsmasq local=)."""
from injections import GATEWAY_IN
from injections_dns import ZONE, dnsmasq

FAULTS = ("A02",)
INJECT = dnsmasq("--local=/%s/" % ZONE)
CAUSE = "dns.filtered"
WHERE, BOX = "resolver", GATEWAY_IN
WORKS = {"direct": set()}
BROKEN = ()
