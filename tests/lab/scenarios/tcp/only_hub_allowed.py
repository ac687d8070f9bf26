# SPDX-License-Identifier: MIT
"""The firewall's list has the hub's addresses at 443 and nothing else."""
from injections import HUB, HUB6, SERVICES, WEB, firewall

FAULTS = ("B09",)
INJECT = firewall("ip daddr %s tcp dport 443 accept" % HUB, "ip6 daddr %s tcp dport 443 accept" % HUB6, 'iifname "in" meta l4proto tcp drop')
CAUSE, WHERE = "tcp.drop", ("firewall", "unknown")  # hosts that are down would be as silent
WORKS, BROKEN = {"direct": WEB}, tuple(SERVICES)
UPSTREAM = "AmqpWs"
