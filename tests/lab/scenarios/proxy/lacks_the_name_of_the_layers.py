# SPDX-License-Identifier: MIT
"""A tinyproxy does not find the host of the registry's layers."""
from injections import WEB, only_by_proxy
from injections_offices import dns_of_proxy
from injections_proxy import NOT_DIRECT
from proxies import tinyproxy_open

FAULTS = ("D15", "E14")
INJECT = (only_by_proxy, dns_of_proxy("--local=/data.mcr.microsoft.com/"))
CAUSE = "proxy.upstream_dns"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = ("mcr_data", *NOT_DIRECT)
PROXY = tinyproxy_open
