# SPDX-License-Identifier: MIT
"""A box at 443 closes every hello but those for azure-devices.net."""
from injections_reading import box

FAULTS = ("C04",)
INJECT = box("!azure-devices.net=end:close")
CAUSE = "tls.sni_reset"
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
