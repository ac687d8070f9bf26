# SPDX-License-Identifier: MIT
"""The firewall resets what a Privoxy sends to the hub."""
from injections import HUB, HUB6, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import from_proxy, privoxy

FAULTS = ("D16",)
INJECT = (only_by_proxy, from_proxy("ip daddr %s reject with tcp reset" % HUB, "ip6 daddr %s reject with tcp reset" % HUB6))
CAUSE = "proxy.upstream_blocked"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = privoxy()
