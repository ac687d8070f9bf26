# SPDX-License-Identifier: MIT
"""A box beside the way closes connections to every port in the hub's place when it sees the hub's name."""
from injections_tls import HUB_PORTS, forging

FAULTS = ("C04",)
INJECT = forging("close", ports=HUB_PORTS)
CAUSE = "tls.sni_reset"
WHERE = "firewall"
WORKS = {"direct": set()}
BROKEN = ()
