# SPDX-License-Identifier: MIT
"""The device's own interface has an MTU of 1280."""
from injections import ip

INJECT = ip("client", "link set out mtu 1280", "link set out mtu 1500")
CAUSE = None
