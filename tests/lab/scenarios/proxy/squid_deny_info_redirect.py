# SPDX-License-Identifier: MIT
"""A squid sends who asks for the hub to a page of the service desk (deny_info 302)."""
from injections import HUB_NAME, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import squid_with

FAULTS = ("D13", "D21")
INJECT = only_by_proxy
CAUSE = "proxy.redirect"
ACCEPT = ("proxy.connect_denied_host",)  # it is a policy for this host
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_with("acl hub dstdomain " + HUB_NAME, "deny_info 302:http://desk.corp.example/blocked hub", "http_access deny hub")
