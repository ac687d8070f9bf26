# SPDX-License-Identifier: MIT
"""A firewall lets the registry's name through at 443, and resets every other name."""
from injections import PLAIN
from injections_tls import names_allowed

FAULTS = ("C01",)
INJECT = names_allowed("reject with tcp reset", ["mcr.microsoft.com"])
CAUSE = "tls.sni_reset"
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "packages", "version_info")
