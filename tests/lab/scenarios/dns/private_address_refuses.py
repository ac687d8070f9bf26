# SPDX-License-Identifier: MIT
"""The resolver gives a private address without an alias for the hub; whoever has it refuses."""
from injections import HUB, HUB_NAME, firewall, ip
from injections_dns import asks

FAULTS = ("A14",)
INJECT = (asks("at:10.1.2.3", HUB_NAME), ip("firewall", "route add 10.1.2.0/24 via %s" % HUB, "route del 10.1.2.0/24"),
          firewall("ip daddr 10.1.2.3 meta l4proto tcp reject with tcp reset"))
CAUSE = "dns.sinkhole"
ACCEPT = ("dns.private_endpoint", "tcp.reset") # a private address of the site's own DNS may be meant so
WORKS, BROKEN = {"direct": set()}, ()
OPTIONS = ("--ipv4",)
