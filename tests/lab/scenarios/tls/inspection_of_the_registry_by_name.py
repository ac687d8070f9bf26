# SPDX-License-Identifier: MIT
"""The firewall inspects what asks for names of microsoft.com at 443 and passes the rest on; the device does not know its CA."""
from injections_reading import BOX_ISSUER, box

FAULTS = ("C06",)
INJECT = box("microsoft.com=tls:inspector:relay")
CAUSE = "tls.intercepted_untrusted"
WHERE = "firewall"
BOX = BOX_ISSUER
BROKEN = ("mcr", "mcr_data", "packages")
