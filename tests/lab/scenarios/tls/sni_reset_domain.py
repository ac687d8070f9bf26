# SPDX-License-Identifier: MIT
"""A firewall resets whatever asks for a name of azure-devices.net, at all ports."""
from injections_tls import name_filter

FAULTS = ("C01",)
INJECT = name_filter("reset", "azure-devices.net", (443, 5671, 8883))
CAUSE = "tls.sni_reset"
WHERE = "firewall"
WORKS = {"direct": set()}
BROKEN = ()
