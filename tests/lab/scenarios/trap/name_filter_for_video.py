# SPDX-License-Identifier: MIT
"""A box at every port closes on names of video.example, and passes all others and none."""
from injections_reading import box
from injections_tls import HUB_PORTS

INJECT = box("video.example=end:close", ports=HUB_PORTS)
CAUSE = None
