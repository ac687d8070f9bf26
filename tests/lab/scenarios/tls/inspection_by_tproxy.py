# SPDX-License-Identifier: MIT
"""A transparent proxy (TPROXY) inspects TLS at 443, and the device does not know its CA."""
from injections import PLAIN
from injections_reading import BOX_ISSUER, box

FAULTS = ("C06", "B12")
INJECT = box("=tls:inspector:relay", by="tproxy")
CAUSE = "tls.intercepted_untrusted"
WHERE = "firewall"
BOX = BOX_ISSUER
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
