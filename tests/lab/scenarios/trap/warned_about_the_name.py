# SPDX-License-Identifier: MIT
"""The hub's front ends warn by TLS that they do not know the name, as some Java servers do, and go on all the same."""
from injections_reading import front
from injections_tls import HUB_PORTS

INJECT = front("=warned", ports=HUB_PORTS)
CAUSE = None
