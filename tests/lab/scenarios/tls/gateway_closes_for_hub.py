# SPDX-License-Identifier: MIT
"""A transparent gateway reads the server name at 443 and closes for the hub's."""
from injections import HUB_NAME, PLAIN
from injections_sites import name_gateway

FAULTS = ("C04",)
INJECT = name_gateway("reject", HUB_NAME)
CAUSE = "tls.sni_reset"
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ()
OPTIONS = ("--ipv4",)
