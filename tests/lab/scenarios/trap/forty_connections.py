# SPDX-License-Identifier: MIT
"""The firewall refuses a device's connections beyond forty at a time; IoT Edge holds two or three."""
from injections_path import at_most

INJECT = at_most(40, "reject with tcp reset")
CAUSE = None
