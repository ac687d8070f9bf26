# SPDX-License-Identifier: MIT
"""The proxy's port is left out of its address."""
from injections import only_by_proxy
from squids import squid_open

FAULTS = ("D02",)
INJECT = only_by_proxy
CAUSE = "proxy.unreachable"
WORKS = {"direct": set(), "proxy": set()}
PROXY = lambda site: squid_open(site).rsplit(":", 1)[0]
