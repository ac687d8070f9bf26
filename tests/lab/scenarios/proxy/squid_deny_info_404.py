# SPDX-License-Identifier: MIT
"""A squid says 404 for the hub."""
from injections import HUB_NAME, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import squid_with

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
ACCEPT = ("proxy.upstream_dns", "proxy.upstream_blocked")  # 404 says no more than that it does not find it
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_with("acl hub dstdomain " + HUB_NAME, "deny_info 404:ERR_ACCESS_DENIED hub", "http_access deny hub")
