# SPDX-License-Identifier: MIT
"""A firewall lets hellos for the registry and the provisioning service through at 443, and drops those of other names, the hub's as well."""
from injections import PLAIN
from injections_tls import names_allowed

FAULTS = ("C02",)
INJECT = names_allowed("drop", ("microsoft.com", "azure-devices-provisioning.net", "aka.ms", "githubusercontent.com"))
CAUSE = "tls.sni_drop"
WORKS = {"direct": PLAIN}
BROKEN = ()
