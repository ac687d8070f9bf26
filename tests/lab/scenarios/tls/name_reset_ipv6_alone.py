# SPDX-License-Identifier: MIT
"""The firewall resets the hub's name at 443 over IPv6, which the device prefers, and not over IPv4."""
from injections import HUB_NAME, PLAIN, iptables

FAULTS = ("C01",)
INJECT = iptables("FORWARD -i in -p tcp --dport 443 -m string --algo bm --string " + HUB_NAME + " -j REJECT --reject-with tcp-reset", tables=("ip6tables",))
CAUSE = "tls.sni_reset"
ACCEPT = ("net.ipv6_broken",)  # over IPv4 it passes
WORKS = {"direct": PLAIN}
BROKEN = ()
