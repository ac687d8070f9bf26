# SPDX-License-Identifier: MIT
"""The resolver filters DPS, the firewall's list lacks the host of the registry's layers, and 8883 is reset."""
from injections import ALL, DATA, DATA6, firewall
from injections_dns import asks_unbound, filtering

FAULTS = ("A02", "E14", "B01")
INJECT = (asks_unbound(filtering("global.azure-devices-provisioning.net", "always_nxdomain")),
          firewall("ip daddr %s drop" % DATA, "ip6 daddr %s drop" % DATA6, "tcp dport 8883 reject with tcp reset"))
CAUSE = "dns.filtered"
ALSO = ("tcp.drop", "tcp.reset")
ACCEPT = ("tcp.drop",) # each breaks something needed
WORKS, BROKEN = {"direct": ALL - {"mqtt"}}, ("dps", "mcr_data")
