# SPDX-License-Identifier: MIT
"""The site's DNS gives a gateway's address for every name, which reads the server name and sends on; the hub it does not know."""
from injections_offices import by_gateway

FAULTS = ("C04",)
INJECT = by_gateway("microsoft.com", "provisioning.net", "aka.ms", "githubusercontent.com")
CAUSE = "tls.sni_reset"
ACCEPT = ("tcp.closed_after_connect", "tls.sni_drop", "tcp.reset")  # how it ends; it has no 5671 and 8883 either
ALSO = ("tls.sni_reset",)
WHERE = ("firewall", "proxy", "service", "unknown")
WORKS = {"direct": set()}
BROKEN = ()
