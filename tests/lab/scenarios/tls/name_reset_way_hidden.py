# SPDX-License-Identifier: MIT
"""The firewall resets the hub's name at 443, and no router tells that a packet's time to live was over."""
from injections import PLAIN, chain, firewall
from injections_tls import name_filter

firewall_says_nothing = chain("firewall", "output", ["icmp type time-exceeded drop", "icmpv6 type time-exceeded drop"])

FAULTS = ("C01",)
INJECT = (name_filter("reset"), firewall("icmp type time-exceeded drop", "icmpv6 type time-exceeded drop"), firewall_says_nothing)
CAUSE = "tls.sni_reset"
WORKS = {"direct": PLAIN}
BROKEN = ()
