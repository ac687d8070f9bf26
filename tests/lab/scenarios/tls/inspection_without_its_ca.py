# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 443 and sends its certificates without the CA's, which the device does not know."""
from injections import PLAIN
from injections_reading import box

FAULTS = ("C06", "C09")
INJECT = box("=tls:inspector-bare:relay")
CAUSE = "tls.intercepted_untrusted"
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
