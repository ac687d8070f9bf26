# SPDX-License-Identifier: MIT
"""A box in passing answers questions for the hub first, with an address of its own."""
from injections import DEAD, firewall
from injections_dns import injected_answers

FAULTS = ("A22",)
INJECT = (injected_answers(DEAD), firewall("ip daddr %s drop" % DEAD))
CAUSE = "dns.hijack"
WORKS = {"direct": set()}
BROKEN = ()
OPTIONS = ("--ipv4",)
