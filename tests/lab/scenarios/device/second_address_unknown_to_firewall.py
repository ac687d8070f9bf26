# SPDX-License-Identifier: MIT
"""The device speaks from its second address, which the firewall's list does not have."""
from injections import firewall
from injections_direct import further_source

FAULTS = ("B09",)
INJECT = (further_source("198.51.100.77"), firewall("ip saddr 198.51.100.77 meta l4proto tcp drop"))
CAUSE = "tcp.drop"
WHERE = ("firewall", "unknown")
WORKS = {"direct": set()}
OPTIONS = ("--ipv4",)
