# SPDX-License-Identifier: MIT
"""A web server with TLS is behind an http:// proxy address."""
from injections import only_by_proxy
from proxies import nginx_tls

FAULTS = ("D03", "D06")
INJECT = only_by_proxy
CAUSE = "proxy.scheme_mismatch"
WHERE = "device"
ACCEPT = ("proxy.not_a_proxy",)  # both are true: with https:// it is a web server still
WORKS = {"direct": set(), "proxy": set()}
PROXY = nginx_tls
