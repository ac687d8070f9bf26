# SPDX-License-Identifier: MIT
"""Behind the proxy the hub sends its certificate without the intermediate one."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_tls import faulty_server
from proxies import tinyproxy_open

FAULTS = ("C09",)
INJECT = (only_by_proxy, faulty_server("relay:bare", 443))
CAUSE = "tls.incomplete_chain"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = tinyproxy_open
