# SPDX-License-Identifier: MIT
"""The site's resolver has a zone azure-devices.net of its own, for private endpoints, without this hub."""
from injections_dns import NAMES, RESOLVER, ZONE, asks_unbound

FAULTS = ("A01",)
INJECT = asks_unbound('local-zone: "%s." static' % ZONE, 'local-data: "%s. 300 IN SOA ns.corp.example. admin.corp.example. 1 3600 600 86400 60"' % ZONE,
                      without=[n for n in NAMES if n.endswith(ZONE)])
CAUSE = "dns.nxdomain"
WHERE, BOX = "resolver", RESOLVER
WORKS, BROKEN = {"direct": set()}, ()
