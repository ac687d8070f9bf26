# SPDX-License-Identifier: MIT
"""The device's default route names no gateway: the router answers for every address (proxy ARP)."""
from injections_direct import proxy_arp

INJECT = proxy_arp
CAUSE = None
