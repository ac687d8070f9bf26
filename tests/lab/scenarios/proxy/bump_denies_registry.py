# SPDX-License-Identifier: MIT
"""An inspecting proxy, whose CA the device trusts, answers 403 in the name of the registry."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import bump_with
from squids import inspected_trust

FAULTS = ("D37", "C07")
INJECT = only_by_proxy
CAUSE = "http.denied"
ALSO = ("tls.intercepted_trusted",)
ACCEPT = ("tls.intercepted_trusted",)  # it is the box that answers
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = ("mcr", "mcr_data", *NOT_DIRECT)
PROXY = bump_with("nomcr", "ssl_bump bump all", "acl mcr dstdomain mcr.microsoft.com", "acl tunnel method CONNECT", "http_access deny mcr !tunnel", "http_upgrade_request_protocols websocket allow all")
OPTIONS = ("--ca", inspected_trust)
