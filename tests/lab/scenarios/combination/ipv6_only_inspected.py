# SPDX-License-Identifier: MIT
"""A device of IPv6 alone: the firewall inspects TLS at 443 under a CA that it does not know."""
from injections import PLAIN, resolvers
from injections_reading import box
from injections_device import without_address
from lab import DNS6

FAULTS = ("C06",)
INJECT = (without_address(4), resolvers(DNS6), box("=tls:inspector:relay"))
CAUSE = "tls.intercepted_untrusted"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
