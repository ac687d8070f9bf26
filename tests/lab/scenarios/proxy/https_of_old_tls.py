# SPDX-License-Identifier: MIT
"""An https:// proxy speaks TLS 1.1 at most."""
from injections import only_by_proxy
from injections_offices import https_old_tls

FAULTS = ("C12", "D05")
INJECT = only_by_proxy
CAUSE = "tls.version"
ACCEPT = ("tls.alert", "proxy.kind_unsupported", "proxy.tls_untrusted")  # of IoT Edge few have https:// proxies at all
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = https_old_tls
