# SPDX-License-Identifier: MIT
"""Behind the proxy another customer's hub answers."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_tls import faulty_server
from squids import squid_open

FAULTS = ("C10",)
INJECT = (only_by_proxy, faulty_server("relay:neighbour", 443))
CAUSE = "tls.name_mismatch"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_open
