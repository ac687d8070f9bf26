# SPDX-License-Identifier: MIT
"""A firewall drops packets that hold the name of the registry's layers."""
from injections_tls import name_filter

FAULTS = ("C02", "E14")
INJECT = name_filter("drop", "eastus.data.mcr.microsoft.com")
CAUSE = "tls.sni_drop"
WHERE = "firewall"
BROKEN = ("mcr_data",)
