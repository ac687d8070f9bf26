# SPDX-License-Identifier: MIT
"""The firewall's list lacks the host of the registry's layers, and another one rejects 5671 by ICMP."""
from injections import ALL, DATA, DATA6, firewall

FAULTS = ("E14", "B03")
INJECT = firewall("ip daddr %s drop" % DATA, "ip6 daddr %s drop" % DATA6, "tcp dport 5671 reject with icmpx admin-prohibited")
CAUSE = "tcp.drop"
ALSO = ("tcp.admin_prohibited",)
WORKS, BROKEN = {"direct": ALL - {"amqp"}}, ("mcr_data",)
