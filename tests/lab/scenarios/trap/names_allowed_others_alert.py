# SPDX-License-Identifier: MIT
"""A box at every port of the hub answers hellos without the needed names with an alert."""
from injections_reading import box
from injections_tls import HUB_PORTS

INJECT = box("azure=pass", "microsoft=pass", "aka.ms=pass", "githubusercontent=pass", "=alert:2:112", ports=HUB_PORTS)
CAUSE = None
