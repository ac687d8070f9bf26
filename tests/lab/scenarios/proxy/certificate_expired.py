# SPDX-License-Identifier: MIT
"""The certificate of the https:// proxy has expired."""
from injections import only_by_proxy
from injections_proxy import haproxy_https_expired

FAULTS = ("D05",)
INJECT = only_by_proxy
CAUSE = "proxy.tls_untrusted"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = haproxy_https_expired
