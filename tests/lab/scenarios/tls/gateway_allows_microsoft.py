# SPDX-License-Identifier: MIT
"""A transparent gateway lets the names of microsoft.com through at every port, and closes for all others."""
from injections_sites import name_gateway

FAULTS = ("C04",)
INJECT = name_gateway("reject", ".microsoft.com", ports=(443, 5671, 8883), allow=True)
CAUSE = "tls.sni_reset"
WHERE = "firewall"
WORKS = {"direct": set()}
BROKEN = ("dps", "version_info")
OPTIONS = ("--ipv4",)
