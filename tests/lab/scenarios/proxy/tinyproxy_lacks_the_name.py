# SPDX-License-Identifier: MIT
"""A tinyproxy does not find the hub's name."""
from injections import HUB_NAME, only_by_proxy
from injections_offices import dns_of_proxy
from injections_proxy import NOT_DIRECT
from proxies import tinyproxy_open

FAULTS = ("D15",)
INJECT = (only_by_proxy, dns_of_proxy("--local=/%s/" % HUB_NAME))
CAUSE = "proxy.upstream_dns"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = tinyproxy_open
