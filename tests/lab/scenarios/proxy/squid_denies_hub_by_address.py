# SPDX-License-Identifier: MIT
"""A squid denies the hub's network, which it looks the name up for."""
from injections import HUB, HUB6, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import squid_with

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_with("acl net dst %s %s" % (HUB, HUB6), "http_access deny net")
