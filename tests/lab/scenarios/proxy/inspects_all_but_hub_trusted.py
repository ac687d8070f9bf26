# SPDX-License-Identifier: MIT
"""The proxy inspects TLS of everything but the hub and the provisioning service, and the device knows its CA."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import bump_with
from squids import inspected_trust

FAULTS = ("C07",)
INJECT = only_by_proxy
CAUSE = "tls.intercepted_trusted"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
PROXY = bump_with("butHubTrusted", "acl iot ssl::server_name .azure-devices.net .azure-devices-provisioning.net", "ssl_bump splice iot", "ssl_bump bump all")
OPTIONS = ("--ca", inspected_trust)
