# SPDX-License-Identifier: MIT
"""A device of IPv6 alone: the firewall resets the hub's name at 443."""
from injections import PLAIN, resolvers
from injections_device import without_address
from injections_tls import name_filter
from lab import DNS6

FAULTS = ("C01",)
INJECT = (without_address(4), resolvers(DNS6), name_filter("reset"))
CAUSE = "tls.sni_reset"
WORKS = {"direct": PLAIN}
BROKEN = ()
