# SPDX-License-Identifier: MIT
"""A firewall drops packets to 443 that hold the name microsoft.com."""
from injections_tls import name_filter

FAULTS = ("C02",)
INJECT = name_filter("drop", "microsoft.com")
CAUSE = "tls.sni_drop"
WHERE = "firewall"
BROKEN = ("mcr", "mcr_data", "packages")
