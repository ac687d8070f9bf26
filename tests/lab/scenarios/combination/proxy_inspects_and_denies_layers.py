# SPDX-License-Identifier: MIT
"""The proxy inspects TLS, which the device does not trust, and denies the host of the registry's layers."""
from injections import only_by_proxy
from injections_sites import bump_with

FAULTS = ("C06", "D13")
INJECT = only_by_proxy
CAUSE = "tls.intercepted_untrusted"
WORKS = {"direct": set(), "proxy": set()}
PROXY = bump_with("denyLayers", "acl layers dstdomain .data.mcr.microsoft.com", "http_access deny layers", "ssl_bump bump all")
