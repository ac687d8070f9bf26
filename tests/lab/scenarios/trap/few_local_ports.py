# SPDX-License-Identifier: MIT
"""The device keeps sixteen local ports for its connections, and nobody holds them."""
from injections import sysctl

INJECT = sysctl("client", "net.ipv4.ip_local_port_range=42000 42015")
CAUSE = None
