# SPDX-License-Identifier: MIT
"""DNS gives a private address for the registry that refuses, and the firewall drops 5671."""
from injections import ALL, HUB, firewall, ip
from injections_dns import asks

FAULTS = ("A14", "B09")
INJECT = (asks("at:192.168.77.5", "mcr.microsoft.com"), firewall("ip daddr 192.168.77.5 meta l4proto tcp reject with tcp reset", "tcp dport 5671 drop"),
          ip("firewall", "route add 192.168.77.0/24 via %s" % HUB, "route del 192.168.77.0/24"))
CAUSE = "dns.sinkhole"
ALSO = ("tcp.drop",)
WORKS, BROKEN = {"direct": ALL - {"amqp"}}, ("mcr", "mcr_data")
OPTIONS = ("--ipv4",)
