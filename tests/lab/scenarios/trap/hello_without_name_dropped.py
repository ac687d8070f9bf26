# SPDX-License-Identifier: MIT
"""A firewall drops every hello to 443 that does not name azure-devices, microsoft, aka.ms or githubusercontent."""
from injections_tls import names_allowed

INJECT = names_allowed("drop", ("azure-devices", "microsoft.com", "aka.ms", "githubusercontent.com"))
CAUSE = None
