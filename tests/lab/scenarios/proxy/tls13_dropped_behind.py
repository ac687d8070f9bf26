# SPDX-License-Identifier: MIT
"""A box behind the proxy drops a hello that offers TLS 1.3."""
from injections import only_by_proxy
from injections_tls import by_hello
from squids import squid_open

FAULTS = ("C11", "C12")
INJECT = (only_by_proxy, *(by_hello("--hex-string |%s|" % one, (443,), "drop", leg="proxy") for one in ("002b0003020304", "002b0005040304", "002b0007060304", "002b0009080304")))
CAUSE = "tls.tls13_intolerance"
ACCEPT = ("proxy.tunnel_stall",)  # the tunnel is all that one sees, unless another hello is tried in it
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
