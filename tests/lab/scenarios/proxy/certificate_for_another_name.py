# SPDX-License-Identifier: MIT
"""The https:// proxy has a certificate for another name."""
from injections import only_by_proxy
from proxies import haproxy_https_wrong_name

FAULTS = ("D05",)
INJECT = only_by_proxy
CAUSE = "proxy.tls_name_mismatch"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = haproxy_https_wrong_name
