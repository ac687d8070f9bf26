# SPDX-License-Identifier: MIT
"""A transparent gateway lets the names of hub and provisioning through at 443, and closes for all others."""
from injections import ALL
from injections_sites import name_gateway

FAULTS = ("C04",)
INJECT = name_gateway("reject", ".azure-devices.net", ".azure-devices-provisioning.net", allow=True)
CAUSE = "tls.sni_reset"
WHERE = "firewall"
WORKS = {"direct": ALL}
BROKEN = ("mcr", "mcr_data", "packages", "version_info")
OPTIONS = ("--ipv4",)
