# SPDX-License-Identifier: MIT
"""The proxy refuses CONNECT to addresses, and lets names through."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from lab import on_demand
from proxies import squid


@on_demand
def names_only(site):
    return squid(site, r"acl address dstdom_regex ^[0-9.]+$ ^\[", "http_access deny address")


FAULTS = ("D14",)
INJECT = only_by_proxy
CAUSE = None
PROXY = names_only
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
