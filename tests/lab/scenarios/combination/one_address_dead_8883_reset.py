# SPDX-License-Identifier: MIT
"""The firewall's list knows one of the hub's two addresses, and its rules reset 8883."""
from injections import ALL, DEAD, HUB_NAME, firewall
from injections_dns import asks_unbound

FAULTS = ("B10", "B01")
INJECT = (asks_unbound('local-data: "%s. 60 IN A %s"' % (HUB_NAME, DEAD)), firewall("ip daddr %s drop" % DEAD, "tcp dport 8883 reject with tcp reset"))
CAUSE = "tcp.one_of_two_dead"
ALSO = ("tcp.reset",)
WORKS = {"direct": ALL - {"mqtt"}}
