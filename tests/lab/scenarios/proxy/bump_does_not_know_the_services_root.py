# SPDX-License-Identifier: MIT
"""An inspecting proxy, whose CA the device trusts, does not know the root of the services, and shows that by certificates of a CA that nobody trusts."""
from injections import only_by_proxy
from injections_proxy import bump_without_roots
from squids import inspected_trust

FAULTS = ("C06", "D19")
INJECT = only_by_proxy
CAUSE = "tls.intercepted_untrusted"
ACCEPT = ("proxy.upstream_blocked",)  # what the proxy itself meets
WORKS = {"direct": set(), "proxy": set()}
PROXY = bump_without_roots
OPTIONS = ("--ca", inspected_trust)
