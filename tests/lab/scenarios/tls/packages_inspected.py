# SPDX-License-Identifier: MIT
"""The firewall inspects TLS for packages.microsoft.com alone, and the device does not know its CA."""
from injections_reading import box

FAULTS = ("C06",)
INJECT = box("packages.=tls:inspector:relay")
CAUSE = "tls.intercepted_untrusted"
ACCEPT = ("tls.untrusted",)  # one name alone
BROKEN = ("packages",)
