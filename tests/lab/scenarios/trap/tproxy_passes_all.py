# SPDX-License-Identifier: MIT
"""A transparent proxy (TPROXY) takes all connections to the hub's ports and passes them on unchanged."""
from injections_reading import box
from injections_tls import HUB_PORTS

INJECT = box("=pass", ports=HUB_PORTS, by="tproxy")
CAUSE = None
