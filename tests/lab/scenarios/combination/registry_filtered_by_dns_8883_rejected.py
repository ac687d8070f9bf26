# SPDX-License-Identifier: MIT
"""The resolver filters Microsoft's registry, and the firewall rejects 8883 by ICMP."""
from injections import ALL, firewall
from injections_dns import RESOLVER, asks_unbound, filtering

FAULTS = ("A02", "B03")
INJECT = (asks_unbound(filtering("mcr.microsoft.com", "always_nxdomain")), firewall("tcp dport 8883 reject with icmpx admin-prohibited"))
CAUSE = "dns.filtered"
ALSO = ("tcp.admin_prohibited",)
WHERE, BOX = "resolver", RESOLVER
WORKS, BROKEN = {"direct": ALL - {"mqtt"}}, ("mcr", "mcr_data")
