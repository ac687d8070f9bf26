# SPDX-License-Identifier: MIT
"""Behind the proxy the hub presents a certificate that has expired, as everybody sees it."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_tls import faulty_server
from proxies import tinyproxy_open

FAULTS = ("C15",)
INJECT = (only_by_proxy, faulty_server("relay:expired", 443))
CAUSE = "tls.expired"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = tinyproxy_open
