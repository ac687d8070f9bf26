# SPDX-License-Identifier: MIT
"""The firewall resets 443 of all but the registry before it looks at where packets go."""
from injections import HUB, HUB6, OTHER, OTHER6, PLAIN, chain

FAULTS = ("B01",)
INJECT = chain("firewall", "prerouting", ['iifname "in" %s daddr { %s, %s } tcp dport 443 reject with tcp reset' % row for row in (("ip", HUB, OTHER), ("ip6", HUB6, OTHER6))], priority="-300")
CAUSE, WHERE = "tcp.reset", "firewall"
WORKS, BROKEN = {"direct": PLAIN}, ("dps", "packages", "version_info")
