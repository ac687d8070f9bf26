# SPDX-License-Identifier: MIT
"""The firewall resets the hub's name at 443 and drops 5671 and 8883: three ways, none open."""
from injections import firewall
from injections_tls import name_filter

FAULTS = ("C01", "B09")
INJECT = (name_filter("reset"), firewall("tcp dport { 5671, 8883 } drop"))
CAUSE = "tls.sni_reset"
ALSO = ("tcp.drop",)
ACCEPT = ("tcp.drop",)
WORKS, BROKEN = {"direct": set()}, ()
