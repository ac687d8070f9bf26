# SPDX-License-Identifier: MIT
"""A line of the device's hosts file, with tabs, capitals and a remark, leads the hub's name astray."""
from injections import DEAD, hosts, firewall

FAULTS = ("F07",)
INJECT = (hosts("%s\tiothub.old\tContoso.Azure-Devices.NET # until the move" % DEAD), firewall("ip daddr %s drop" % DEAD))
CAUSE = "host.hosts_override"
WORKS, BROKEN = {"direct": set()}, ()
