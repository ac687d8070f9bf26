# SPDX-License-Identifier: MIT
"""The site's proxy closes tunnels that are silent for 2 s."""
from injections import WEB, only_by_proxy
from proxies import squid_short_idle

FAULTS = ("D30",)
INJECT = only_by_proxy
PROXY = squid_short_idle
CAUSE = "net.idle_timeout"
WHERE = "proxy"
SEVERITY = "warning"
WORKS = {"direct": set(), "proxy": WEB}
OPTIONS = ("--hold", 6)
