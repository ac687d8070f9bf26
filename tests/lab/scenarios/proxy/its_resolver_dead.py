# SPDX-License-Identifier: MIT
"""The resolver that the proxy itself asks does not answer."""
from injections import only_by_proxy
from squids import squid_dead_resolver

FAULTS = ("D15",)
INJECT = only_by_proxy
CAUSE = "proxy.upstream_dns"
WHERE = ("proxy", "unknown")  # a firewall that drops what the proxy asks it looks the same
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_dead_resolver
OPTIONS = ("--limit", 4)
