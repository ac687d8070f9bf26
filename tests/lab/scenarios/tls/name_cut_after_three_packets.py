# SPDX-License-Identifier: MIT
"""The firewall lets the hub's first three packets to 443 through and drops the rest, hello and all, for its addresses alone."""
from injections import HUB, HUB6, PLAIN, iptables

FAULTS = ("E05", "C08")
INJECT = (iptables("FORWARD -i in -d %s -p tcp --dport 443 -m connbytes --connbytes 3: --connbytes-dir original --connbytes-mode packets -j DROP" % HUB, tables=("iptables",)), iptables("FORWARD -i in -d %s -p tcp --dport 443 -m connbytes --connbytes 3: --connbytes-dir original --connbytes-mode packets -j DROP" % HUB6, tables=("ip6tables",)))
CAUSE = "net.cut_after_data"
ACCEPT = ("tls.handshake_stall",)  # nothing of the hello arrives, whatever is in it
WORKS = {"direct": PLAIN}
BROKEN = ()
