# SPDX-License-Identifier: MIT
"""One of the registry's two addresses is dropped by the firewall."""
from injections import DEAD, firewall
from injections_dns import asks_unbound

FAULTS = ("B10",)
INJECT = (asks_unbound('local-data: "mcr.microsoft.com. 60 IN A %s"' % DEAD), firewall("ip daddr %s drop" % DEAD))
CAUSE = "tcp.one_of_two_dead"
