# SPDX-License-Identifier: MIT
"""The proxy resets tunnels that the device has been silent in for 3 s."""
from injections import WEB, only_by_proxy
from injections_sites import product

FAULTS = ("D30",)
INJECT = only_by_proxy
CAUSE = "net.idle_timeout"
SEVERITY = "warning"
WORKS = {"direct": set(), "proxy": WEB}
PROXY = product("idle-3")
OPTIONS = ("--hold", 6)
