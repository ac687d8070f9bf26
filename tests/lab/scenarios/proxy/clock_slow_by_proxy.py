# SPDX-License-Identifier: MIT
"""The proxy is the only way out, and the device's clock is two years slow."""
from injections import clock, only_by_proxy
from squids import squid_open

FAULTS = ("C17",)
INJECT = only_by_proxy
CAUSE = "host.clock_skew"
WHERE = "device"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
ENVIRONMENT = clock("-730d")
