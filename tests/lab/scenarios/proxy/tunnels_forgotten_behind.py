# SPDX-License-Identifier: MIT
"""A firewall behind the proxy forgets silent connections to 443 after 3 s."""
from injections import WEB, only_by_proxy
from injections_protocol import forgets
from squids import squid_open

FAULTS = ("E01", "D30")
INJECT = (only_by_proxy, forgets(3, 443))
CAUSE = "net.idle_timeout"
SEVERITY = "warning"
WHERE = ("firewall", "proxy", "unknown")
WORKS = {"direct": set(), "proxy": WEB}
PROXY = squid_open
OPTIONS = ("--hold", 8)
