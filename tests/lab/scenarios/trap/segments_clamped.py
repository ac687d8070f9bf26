# SPDX-License-Identifier: MIT
"""The firewall clamps TCP's segments to 900 bytes, for a tunnel behind it."""
from injections import iptables

FAULTS = ("B22",)
INJECT = iptables("-t mangle FORWARD -p tcp --syn -j TCPMSS --set-mss 900")
CAUSE = None
