# SPDX-License-Identifier: MIT
"""A SOCKS proxy denies the hub's name."""
from injections import HUB, HUB_NAME, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import dante_with

FAULTS = ("D34",)
INJECT = only_by_proxy
CAUSE = "proxy.kind_unsupported"
ACCEPT = ("proxy.connect_denied_host",)  # IoT Edge has no SOCKS either way
WORKS = {"direct": set(), "proxy": set()}
BROKEN = ("dps", "version_info", *NOT_DIRECT)
PROXY = dante_with("socks block { from: 0/0 to: %s/32 }" % HUB, "socks block { from: 0/0 to: %s }" % HUB_NAME)
