# SPDX-License-Identifier: MIT
"""An https:// proxy wants a certificate of the device, which has none to give."""
from injections import only_by_proxy
from injections_sites import haproxy_wants_certificate

FAULTS = ("D05",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_required"
ACCEPT = ("proxy.closed", "proxy.kind_unsupported", "proxy.tls_untrusted", "tls.alert")  # TLS to the proxy fails for want of a certificate; edgeAgent could not use it either way
WORKS = {"direct": set(), "proxy": set()}
PROXY = haproxy_wants_certificate
