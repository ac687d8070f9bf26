# SPDX-License-Identifier: MIT
"""The firewall refuses a device's connections beyond twelve at a time; IoT Edge holds two or three, a check opens more."""
from injections_path import at_most

INJECT = at_most(12, "reject with tcp reset")
CAUSE = None
