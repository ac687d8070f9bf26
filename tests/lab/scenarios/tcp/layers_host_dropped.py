# SPDX-License-Identifier: MIT
"""The registry is open, the host its layers come from is not: the image's name is found and never loaded."""
from injections import DATA, DATA6, firewall

FAULTS = ("B09", "E14")
INJECT = firewall("ip daddr %s drop" % DATA, "ip6 daddr %s drop" % DATA6)
CAUSE = "tcp.drop"
WHERE = ("firewall", "unknown")  # a host that is down would be as silent: no hop behind the firewall tells
BROKEN = ("mcr_data",)
