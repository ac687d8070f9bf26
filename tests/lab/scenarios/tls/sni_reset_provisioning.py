# SPDX-License-Identifier: MIT
"""A firewall resets connections that ask for the provisioning service's name."""
from injections_tls import name_filter

FAULTS = ("C01",)
INJECT = name_filter("reset", "global.azure-devices-provisioning.net")
CAUSE = "tls.sni_reset"
WHERE = "firewall"
BROKEN = ("dps",)
