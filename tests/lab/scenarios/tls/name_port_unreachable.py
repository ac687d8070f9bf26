# SPDX-License-Identifier: MIT
"""The firewall rejects what holds the hub's name at 443 the way iptables does by itself: ICMP port unreachable."""
from injections import HUB_NAME, PLAIN
from injections_reading import reads

FAULTS = ("C03",)
INJECT = reads(HUB_NAME, (443,), "REJECT")
CAUSE = "tls.sni_reset"
ACCEPT = ("tls.sni_drop",)  # ICMP says it, silence follows
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ()
