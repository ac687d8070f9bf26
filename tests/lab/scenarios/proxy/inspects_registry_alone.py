# SPDX-License-Identifier: MIT
"""The proxy inspects Microsoft's registry and nothing else, and the device does not know its CA."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import bump_with

FAULTS = ("C06", "E14")
INJECT = only_by_proxy
CAUSE = "tls.intercepted_untrusted"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = ("mcr", "mcr_data", *NOT_DIRECT)
PROXY = bump_with("registryalone", "acl registry ssl::server_name .microsoft.com", "acl packages ssl::server_name packages.microsoft.com", "ssl_bump splice packages", "ssl_bump bump registry", "ssl_bump splice all")
