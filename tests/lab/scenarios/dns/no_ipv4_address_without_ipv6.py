# SPDX-License-Identifier: MIT
"""The zone lost the hub's IPv4 address and kept its IPv6 address, for a device without IPv6."""
from injections import HUB6, HUB_NAME
from injections_device import without_address
from injections_dns import asks_unbound

FAULTS = ("A06",)
INJECT = (asks_unbound('local-zone: "%s." static' % HUB_NAME, 'local-data: "%s. 60 IN AAAA %s"' % (HUB_NAME, HUB6), without=[HUB_NAME]), without_address(6))
CAUSE = "dns.nodata"
WORKS, BROKEN = {"direct": set()}, ()
