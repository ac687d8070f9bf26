# SPDX-License-Identifier: MIT
"""The firewall drops the hub, resets the layers' host and prohibits provisioning."""
from injections import DATA, DATA6, HUB, HUB6, firewall, resolvers
from injections_dns import RESOLVER, strange_dns

FAULTS = ("B09", "B01", "B03")
INJECT = (strange_dns("at:203.0.113.95", "global.azure-devices-provisioning.net"), resolvers(RESOLVER),
          firewall("ip daddr %s drop" % HUB, "ip6 daddr %s drop" % HUB6, "ip daddr %s meta l4proto tcp reject with tcp reset" % DATA,
                   "ip6 daddr %s meta l4proto tcp reject with tcp reset" % DATA6, "ip daddr 203.0.113.95 reject with icmp admin-prohibited"))
CAUSE = "tcp.drop"
ALSO = ("tcp.reset", "tcp.admin_prohibited")
WORKS, BROKEN = {"direct": set()}, ("dps", "mcr_data")
