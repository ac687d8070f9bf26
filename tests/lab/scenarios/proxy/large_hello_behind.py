# SPDX-License-Identifier: MIT
"""A box behind the proxy drops every ClientHello of more than 300 octets."""
from injections import only_by_proxy
from injections_sites import from_proxy
from squids import squid_open

FAULTS = ("C11",)
INJECT = (only_by_proxy, from_proxy("@ih,0,16 0x1603 @ih,24,16 > 300 drop"))
CAUSE = "tls.large_client_hello"
ACCEPT = ("proxy.tunnel_stall",)  # the tunnel is all that one sees, unless another hello is tried in it
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
