# SPDX-License-Identifier: MIT
"""A transparent gateway reads the server name at 443 and falls silent for the hub's."""
from injections import HUB_NAME, PLAIN
from injections_sites import name_gateway

FAULTS = ("C02",)
INJECT = name_gateway("silent-drop", HUB_NAME)
CAUSE = "tls.sni_drop"
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ()
OPTIONS = ("--ipv4",)
