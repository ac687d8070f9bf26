# SPDX-License-Identifier: MIT
"""The site's NAT forgets a silent connection after 3 s and sends it on from another port: the service resets it."""
from injections_protocol import HUB_PORTS, rebinds

FAULTS = ("E03",)
INJECT = rebinds(3, *HUB_PORTS)
CAUSE = "net.idle_timeout"
SEVERITY = "warning"
OPTIONS = ("--hold", 6, "--ipv4")
