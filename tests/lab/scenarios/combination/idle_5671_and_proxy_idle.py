# SPDX-License-Identifier: MIT
"""The firewall forgets silent connections to 5671 after 3 s, and the proxy ends its silent tunnels after 2 s."""
from injections import ALL, WEB
from injections_protocol import forgets
from squids import squid_short_idle

FAULTS = ("E01", "D30")
INJECT = forgets(3, 5671)
CAUSE = "net.idle_timeout"
WHERE, BOX = ("firewall", "proxy"), ""  # either is true, of its own connections
SEVERITY = "warning"
WORKS = {"direct": ALL, "proxy": WEB}
PROXY = squid_short_idle
OPTIONS = ("--hold", 6)
