# SPDX-License-Identifier: MIT
"""A box splits connections to the hub's ports and passes all bytes, and no ICMP comes through."""
from injections import firewall
from injections_reading import box
from injections_tls import HUB_PORTS

INJECT = (box("=pass", ports=HUB_PORTS), firewall("meta l4proto { icmp, icmpv6 } drop"))
CAUSE = None
