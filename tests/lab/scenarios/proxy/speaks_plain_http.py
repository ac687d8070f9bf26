# SPDX-License-Identifier: MIT
"""The proxy takes plain HTTP, and https:// is written."""
from injections import only_by_proxy
from injections_proxy import scheme
from squids import squid_open

FAULTS = ("D04",)
INJECT = only_by_proxy
CAUSE = "proxy.scheme_mismatch"
WHERE = "device"
WORKS = {"direct": set(), "proxy": set()}
PROXY = scheme("https", squid_open)
