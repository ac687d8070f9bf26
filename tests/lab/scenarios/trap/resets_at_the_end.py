# SPDX-License-Identifier: MIT
"""The hub's front ends reset connections instead of closing them, once all is said."""
from injections_reading import front
from injections_tls import HUB_PORTS

INJECT = front("=tls:good:abrupt", ports=HUB_PORTS)
CAUSE = None
