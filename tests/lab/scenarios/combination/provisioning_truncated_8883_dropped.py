# SPDX-License-Identifier: MIT
"""DPS's answer is too large for UDP, and the firewall drops DNS over TCP, as well as 8883."""
from injections import ALL, firewall
from injections_dns import asks

FAULTS = ("A17", "B09")
INJECT = (asks("too-large", "global.azure-devices-provisioning.net"), firewall("tcp dport { 53, 8883 } drop"))
CAUSE = "dns.truncated_tcp_blocked"
ALSO = ("tcp.drop",)
WORKS, BROKEN = {"direct": ALL - {"mqtt"}}, ("dps",)
