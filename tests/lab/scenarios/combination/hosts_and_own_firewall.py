# SPDX-License-Identifier: MIT
"""The hosts file leads the registry astray, and the device's own firewall rejects 5671."""
from injections import ALL, device, firewall, hosts

FAULTS = ("F07", "B08")
INJECT = (hosts("203.0.113.77 mcr.microsoft.com"), firewall("ip daddr 203.0.113.77 drop"), device("tcp dport 5671 reject"))
CAUSE = "host.hosts_override"
ALSO = ("host.local_firewall",)
WORKS, BROKEN = {"direct": ALL - {"amqp"}}, ("mcr",)
