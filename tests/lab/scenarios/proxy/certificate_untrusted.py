# SPDX-License-Identifier: MIT
"""The https:// proxy has a certificate of a CA that the device does not know."""
from injections import only_by_proxy
from proxies import haproxy_https_unknown_ca

FAULTS = ("D05",)
INJECT = only_by_proxy
CAUSE = "proxy.tls_untrusted"
WHERE = "device"
WORKS = {"direct": set(), "proxy": set()}
PROXY = haproxy_https_unknown_ca
