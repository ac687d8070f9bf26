# SPDX-License-Identifier: MIT
"""Ping, time to live, public DNS, time, port 80 and QUIC are closed, IPv6 names are there and IPv6 is refused at once by a site without it."""
from injections import chain, firewall
from injections_device import without_address

INJECT = (without_address(6), chain("firewall", "output", ["icmp type time-exceeded drop"]),
          firewall("icmp type echo-request drop", "udp dport { 123, 443 } drop", "tcp dport { 53, 80, 853 } drop", "ip daddr { 1.1.1.1, 8.8.8.8, 9.9.9.9 } drop"))
CAUSE = None
