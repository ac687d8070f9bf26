# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 443 over IPv6, which the device prefers, and its rules for IPv4 were forgotten; the device does not know its CA."""
from injections import PLAIN
from injections_reading import BOX_ISSUER, box

FAULTS = ("C06",)
INJECT = box("=tls:inspector:relay", families=(6,))
CAUSE = "tls.intercepted_untrusted"
WHERE = "firewall"
BOX = BOX_ISSUER
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
