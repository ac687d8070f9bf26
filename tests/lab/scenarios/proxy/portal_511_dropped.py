# SPDX-License-Identifier: MIT
"""A portal says 511 at port 80 for everybody, and everything else is dropped until one has signed in."""
from injections import firewall
from injections_sites import web_page

FAULTS = ("D35",)
INJECT = (web_page("511", 80), firewall('iifname "in" oifname "out" tcp dport { 443, 5671, 8883 } drop'))
CAUSE = "net.captive_portal"
WORKS = {"direct": set()}
