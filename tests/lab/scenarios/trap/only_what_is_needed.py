# SPDX-License-Identifier: MIT
"""The firewall lets through what IoT Edge needs and drops all else: ping, port 80, time, everything unknown."""
from injections import chain
from lab import DNS

INJECT = chain("firewall", "forward", ["ct state established,related accept", 'iifname "out" drop', "tcp dport { 443, 5671, 8883 } accept",
                                       "ip daddr %s udp dport 53 accept" % DNS, "drop"])
CAUSE = None
