# SPDX-License-Identifier: MIT
"""The firewall forgets the device's silent connections to its proxy after 3 s."""
from injections import WEB, only_by_proxy
from injections_sites import forgets_proxy
from squids import squid_open

FAULTS = ("E01", "D30")
INJECT = (only_by_proxy, forgets_proxy(3))
CAUSE = "net.idle_timeout"
SEVERITY = "warning"
WORKS = {"direct": set(), "proxy": WEB}
PROXY = squid_open
OPTIONS = ("--hold", 6)
