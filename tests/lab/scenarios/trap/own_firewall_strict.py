# SPDX-License-Identifier: MIT
"""The device's own firewall lets out what IoT Edge needs and drops all else."""
from injections import device

INJECT = device("oifname lo accept", "ct state established,related accept", "meta l4proto icmpv6 accept", "tcp dport { 443, 5671, 8883 } accept",
                "udp dport 53 accept", "drop")
CAUSE = None
