# SPDX-License-Identifier: MIT
"""The site's router has lost its way to the Internet: every destination but DNS is unreachable."""
from injections import GATEWAY_IN, GATEWAY_IN6, firewall

FAULTS = ("B05",)
INJECT = firewall("meta l4proto tcp reject with icmpx no-route")
CAUSE = "tcp.icmp_unreachable"
BOX = (GATEWAY_IN, GATEWAY_IN6)
WORKS = {"direct": set()}
