# SPDX-License-Identifier: MIT
"""An accelerator splits connections to 443, and behind it a firewall resets what holds the hub's name."""
from injections import HUB_NAME, PLAIN, iptables
from injections_protocol import accelerated

FAULTS = ("C01", "B12")
INJECT = (accelerated(443), iptables("OUTPUT -o out -p tcp --dport 443 -m string --algo bm --string " + HUB_NAME + " -j REJECT --reject-with tcp-reset"))
CAUSE = "tls.sni_reset"
WORKS = {"direct": PLAIN}
BROKEN = ()
