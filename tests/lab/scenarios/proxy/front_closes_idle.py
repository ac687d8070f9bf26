# SPDX-License-Identifier: MIT
"""A TCP balancer before the proxy ends tunnels that are silent for 3 s."""
from injections import WEB, only_by_proxy
from injections_offices import front_short_idle

FAULTS = ("D30",)
INJECT = only_by_proxy
CAUSE = "net.idle_timeout"
SEVERITY = "warning"
WORKS = {"direct": set(), "proxy": WEB}
PROXY = front_short_idle
OPTIONS = ("--hold", 8)
