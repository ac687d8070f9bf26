# SPDX-License-Identifier: MIT
"""A captive portal answers at port 80 for everybody, and everything else is refused until one has signed in."""
from injections import firewall
from injections_proxy import portal_at_80

FAULTS = ("D35",)
INJECT = (portal_at_80, firewall('iifname "in" oifname "out" tcp dport { 443, 5671, 8883 } reject with tcp reset'))
CAUSE = "net.captive_portal"
WORKS = {"direct": set()}
