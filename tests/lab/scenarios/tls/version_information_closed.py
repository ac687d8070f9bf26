# SPDX-License-Identifier: MIT
"""A box closes on the names aka.ms and raw.githubusercontent.com at 443, which IoT Edge only asks for its own versions."""
from injections_reading import box

FAULTS = ("C04",)
INJECT = box("aka.ms=end:close", "githubusercontent=end:close")
CAUSE = "tls.sni_reset"
BROKEN = ("version_info",)
