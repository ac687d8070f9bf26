# SPDX-License-Identifier: MIT
"""A tinyproxy closes tunnels that are silent for 3 s."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT, tinyproxy_short_idle

FAULTS = ("D30",)
INJECT = only_by_proxy
CAUSE = "net.idle_timeout"
WHERE = "proxy"
SEVERITY = "warning"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
PROXY = tinyproxy_short_idle
OPTIONS = ("--hold", 8)
