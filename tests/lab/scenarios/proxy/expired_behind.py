# SPDX-License-Identifier: MIT
"""The proxy's tunnels to the hub lead to a server whose certificate has expired."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_tls import faulty_server
from squids import squid_open

FAULTS = ("C15",)
INJECT = (only_by_proxy, faulty_server("relay:expired", 443))
CAUSE = "tls.expired"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_open
