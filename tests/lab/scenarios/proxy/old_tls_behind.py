# SPDX-License-Identifier: MIT
"""Behind the proxy something answers for the hub that speaks TLS 1.1 at most."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_tls import faulty_server
from squids import squid_open

FAULTS = ("C12",)
INJECT = (only_by_proxy, faulty_server("old:good", 443))
CAUSE = "tls.version"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_open
