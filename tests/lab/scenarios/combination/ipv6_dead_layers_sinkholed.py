# SPDX-License-Identifier: MIT
"""IPv6 is dropped, and the resolver's policy sends the host of the layers to nowhere."""
from injections import HUB6, HUB_NAME, firewall
from injections_dns import asks_unbound, filtering

FAULTS = ("B11", "A14")
INJECT = (asks_unbound(filtering("eastus.data.mcr.microsoft.com", "always_null"), 'local-data: "%s. 60 IN AAAA %s"' % (HUB_NAME, HUB6),
                       without=["eastus.data.mcr.microsoft.com"]), firewall("meta nfproto ipv6 meta l4proto tcp drop"))
CAUSE = "dns.sinkhole"
ALSO = ("net.ipv6_broken",)
BROKEN = ("mcr_data",)
