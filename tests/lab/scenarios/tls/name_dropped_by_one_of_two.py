# SPDX-License-Identifier: MIT
"""One of two firewalls of a balanced pair drops the hub's name at 443; every other connection passes."""
from injections import PLAIN, chain, iptables

FAULTS = ("C02",)
INJECT = (
    chain("firewall", "forward", ["tcp dport 443 tcp flags & (syn|ack) == syn numgen inc mod 2 == 0 ct mark set 7"], priority="-10"),
    iptables("FORWARD -p tcp --dport 443 -m connmark --mark 7 -m string --algo bm --string contoso.azure-devices.net -j DROP"))
CAUSE = "tls.handshake_stall"
ACCEPT = ("tls.sni_drop",)
