# SPDX-License-Identifier: MIT
"""Behind the proxy a portal answers for the hub without TLS."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_tls import faulty_server
from squids import squid_open

FAULTS = ("D35", "D21")
INJECT = (only_by_proxy, faulty_server("moved", 443))
CAUSE = "proxy.redirect"
ACCEPT = ("net.captive_portal", "tls.not_tls")  # whose page it is nobody can see from before the proxy
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_open
