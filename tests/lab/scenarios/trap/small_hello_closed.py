# SPDX-License-Identifier: MIT
"""A box at every port closes on hellos of less than 280 octets; those of IoT Edge are longer."""
from injections_reading import box
from injections_tls import HUB_PORTS

INJECT = box("<280=end:close", ports=HUB_PORTS)
CAUSE = None
