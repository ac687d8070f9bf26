# SPDX-License-Identifier: MIT
"""The hub's certificate is for *.azure-devices.net, as Azure's is."""
from injections_reading import front
from injections_tls import HUB_PORTS

INJECT = front("=tls:wildcard:relay", ports=HUB_PORTS)
CAUSE = None
