# SPDX-License-Identifier: MIT
"""The site's DNS gives a gateway's address for every name, which reads the server name and sends on; it has 443 alone."""
from injections import WEB
from injections_offices import by_gateway

INJECT = by_gateway("")
CAUSE = None
WORKS = {"direct": WEB}
