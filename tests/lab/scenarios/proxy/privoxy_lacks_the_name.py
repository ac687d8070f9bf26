# SPDX-License-Identifier: MIT
"""A Privoxy does not find the hub's name (404)."""
from injections import HUB_NAME, only_by_proxy
from injections_offices import dns_of_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import privoxy

FAULTS = ("D15",)
INJECT = (only_by_proxy, dns_of_proxy("--local=/%s/" % HUB_NAME))
CAUSE = "proxy.upstream_dns"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = privoxy()
