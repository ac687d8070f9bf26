# SPDX-License-Identifier: MIT
"""The firewall drops hellos at every port of the hub but those that name what is needed."""
from injections_tls import HUB_PORTS, names_allowed

INJECT = names_allowed("drop", ("azure", "microsoft.com", "aka.ms", "githubusercontent.com"), HUB_PORTS)
CAUSE = None
