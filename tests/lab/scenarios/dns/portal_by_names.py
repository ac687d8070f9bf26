# SPDX-License-Identifier: MIT
"""A guest network before its login: its resolver gives the portal's address for every name, and the portal answers at 80 alone."""
from injections import GATEWAY_IN, resolvers
from injections_dns import dnsmasq
from injections_sites import web_page

FAULTS = ("A14", "D35")
INJECT = (dnsmasq("--address=/#/" + GATEWAY_IN, upstream=None), resolvers(GATEWAY_IN), web_page('302 "http://portal.example/login"', 80))
CAUSE = "net.captive_portal"
BOX = ("portal.example", GATEWAY_IN)
ACCEPT = ("dns.sinkhole",)  # which is how it does it
WORKS = {"direct": set()}
OPTIONS = ("--ipv4",)
