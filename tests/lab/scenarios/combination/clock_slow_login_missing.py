# SPDX-License-Identifier: MIT
"""The device's clock is two years slow, and the proxy, the only way out, wants a login."""
from injections import clock, only_by_proxy
from squids import squid_basic

FAULTS = ("C17", "D07")
INJECT = only_by_proxy
CAUSE = "proxy.auth_required"
ALSO = ("host.clock_skew",)
ACCEPT = ("host.clock_skew",)  # both must be repaired
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_basic
ENVIRONMENT = clock("-730d")
