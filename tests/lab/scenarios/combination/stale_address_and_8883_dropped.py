# SPDX-License-Identifier: MIT
"""The only resolver still gives an address that another tenant has by now, and the firewall drops 8883."""
from injections import HUB_NAME, firewall
from injections_dns import asks
from injections_reading import FRONT, FRONT6, front

FAULTS = ("A25", "B09")
INJECT = (asks("at:" + FRONT, HUB_NAME), front("=tls:neighbour:relay", ports=(443, 5671), of=(FRONT, FRONT6)), firewall("tcp dport 8883 drop"))
CAUSE = "dns.stale"
ACCEPT = ("tls.name_mismatch",)  # nobody else gives another address
ALSO = ("tcp.drop",)
WORKS = {"direct": set()}
BROKEN = ()
OPTIONS = ("--ipv4",)
