# SPDX-License-Identifier: MIT
"""The proxy inspects TLS of everything but the hub, and the device does not know its CA."""
from injections import WEB, only_by_proxy
from injections_sites import bump_with

FAULTS = ("C06", "D26")
INJECT = only_by_proxy
CAUSE = "tls.intercepted_untrusted"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
PROXY = bump_with("butHub", "acl hub ssl::server_name .azure-devices.net", "ssl_bump splice hub", "ssl_bump bump all")
