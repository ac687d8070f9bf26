# SPDX-License-Identifier: MIT
"""A portal answers for port 80 of everybody and for the proxy's, until one has signed in; directly nothing gets out."""
from injections import only_by_proxy
from injections_proxy import url
from injections_sites import web_page
from lab import PROXY_NAME
from truth import Claim, declared

FAULTS = ("D35", "D21")
INJECT = (only_by_proxy, declared(web_page("302 http://portal.example/login", 80, 3128), Claim(("net.captive_portal",), ("firewall", "local_network"), ("portal.example",))))
CAUSE = "net.captive_portal"
ACCEPT = ("proxy.not_a_proxy", "proxy.redirect", "proxy.connect_unsupported")  # what is seen at the proxy's port
WHERE = ("firewall", "local_network", "proxy", "device", "unknown")
WORKS = {"direct": set(), "proxy": set()}
PROXY = url("http://%s:3128" % PROXY_NAME)
