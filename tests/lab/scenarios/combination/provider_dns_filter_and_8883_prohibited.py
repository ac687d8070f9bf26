# SPDX-License-Identifier: MIT
"""The provider's resolver filters the registry, its router prohibits 8883."""
from injections import ALL
from injections_dns import asks_unbound, filtering
from injections_provider import provider

FAULTS = ("A02", "B03")
INJECT = (provider("tcp dport 8883 reject with icmpx admin-prohibited"), asks_unbound(filtering("mcr.microsoft.com", "always_nxdomain"), without=["mcr.microsoft.com"]))
CAUSE = "dns.filtered"
ALSO = ("tcp.admin_prohibited",)
WORKS, BROKEN = {"direct": ALL - {"mqtt"}}, ("mcr", "mcr_data")
