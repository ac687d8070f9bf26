# SPDX-License-Identifier: MIT
"""An https:// proxy speaks TLS 1.3 only; of IoT Edge, edgeAgent and edgeHub cannot use an https:// proxy."""
from injections import only_by_proxy
from injections_sites import haproxy_tls13

INJECT = only_by_proxy
CAUSE = "proxy.kind_unsupported"
WORKS = {"direct": set(), "proxy": {"https"}}
PROXY = haproxy_tls13
