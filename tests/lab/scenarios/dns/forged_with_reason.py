# SPDX-License-Identifier: MIT
"""A filter's resolver answers an address of its own for DPS, where nobody is, and says that it forged it (extended error 4)."""
from injections import DEAD, firewall
from injections_direct import more_dns

FAULTS = ("A14", "A03")
INJECT = (more_dns("address-with-reason:%s:4" % DEAD, "global.azure-devices-provisioning.net"), firewall("ip daddr %s drop" % DEAD))
CAUSE = "dns.sinkhole"
ACCEPT = ("dns.filtered",)  # it says so
BROKEN = ("dps",)
OPTIONS = ("--ipv4",)
