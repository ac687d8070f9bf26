# SPDX-License-Identifier: MIT
"""The firewall shuts out for five seconds whoever sends to 192.0.2.0/24 over TCP or UDP; a device never does."""
from injections_direct import banned

INJECT = banned("ip daddr 192.0.2.0/25 meta l4proto { tcp, udp } add @ban4 { ip saddr } drop")
CAUSE = None
