# SPDX-License-Identifier: MIT
"""A firewall lets the registry's name through at 443, and drops every other name."""
from injections import PLAIN
from injections_tls import names_allowed

FAULTS = ("C02",)
INJECT = names_allowed("drop", ["mcr.microsoft.com"])
CAUSE = "tls.sni_drop"
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "packages", "version_info")
