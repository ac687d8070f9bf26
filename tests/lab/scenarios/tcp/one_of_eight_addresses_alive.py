# SPDX-License-Identifier: MIT
"""The hub's name has eight IPv4 addresses, and the firewall's list knows one of them."""
from injections import HUB_NAME, firewall
from injections_dns import asks_unbound

FAULTS = ("B10",)
_DEAD = ["203.0.113.%d" % n for n in range(110, 117)]
INJECT = (asks_unbound(*('local-data: "%s. 60 IN A %s"' % (HUB_NAME, one) for one in _DEAD)), firewall("ip daddr { %s } drop" % ", ".join(_DEAD)))
CAUSE = "tcp.one_of_two_dead"
OPTIONS = ("--ipv4",)
