# SPDX-License-Identifier: MIT
"""The firewall drops DNS questions beyond fifteen a second; a device asks one now and then, a check more."""
from injections import firewall

INJECT = firewall('iifname "in" udp dport 53 limit rate over 15/second burst 10 packets drop')
CAUSE = None
OPTIONS = ("--limit", 4)
