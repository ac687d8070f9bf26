# SPDX-License-Identifier: MIT
"""A tunnel behind the firewall is narrower than the device thinks, and its ICMP is dropped: what is short passes, a device's telemetry vanishes."""
from injections_path import narrow

FAULTS = ("B24",)
INJECT = narrow("out", 1300)
CAUSE, SEVERITY = "net.mtu_blackhole", "warning" # the handshakes and first words are short
