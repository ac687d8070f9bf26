# SPDX-License-Identifier: MIT
"""The firewall drops DNS over UDP, and the device is told to ask over TCP (options use-vc)."""
from injections import DNS, firewall, resolvers

INJECT = (firewall("udp dport 53 drop"), resolvers(DNS, options="options use-vc\n"))
CAUSE = None
