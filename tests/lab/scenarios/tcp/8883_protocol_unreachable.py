# SPDX-License-Identifier: MIT
"""An old firewall rejects 8883 as a protocol that is unreachable."""
from injections import ALL, GATEWAY_IN, firewall

FAULTS = ("B02",)
INJECT = firewall("tcp dport 8883 reject with icmp prot-unreachable")
CAUSE = "tcp.icmp_unreachable"
BOX = GATEWAY_IN
WORKS = {"direct": ALL - {"mqtt"}}
OPTIONS = ("--ipv4",)
