# SPDX-License-Identifier: MIT
"""An inspecting proxy does not trust the services itself: it shows an error page under a certificate that the device does not know."""
from injections import only_by_proxy
from injections_sites import bump_with

FAULTS = ("C06", "D19")
INJECT = only_by_proxy
CAUSE = "tls.intercepted_untrusted"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = bump_with("rootless", "tls_outgoing_options cafile=/etc/ssl/certs/ca-certificates.crt", "ssl_bump bump all")
