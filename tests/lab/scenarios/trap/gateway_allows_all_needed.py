# SPDX-License-Identifier: MIT
"""A transparent gateway lets the needed names through at 443 and closes for all others, hellos without a name as well."""
from injections_sites import name_gateway

INJECT = name_gateway("reject", ".azure-devices.net", ".azure-devices-provisioning.net", ".microsoft.com", "aka.ms", ".githubusercontent.com", allow=True)
CAUSE = None
OPTIONS = ("--ipv4",)
