# SPDX-License-Identifier: MIT
"""The proxy takes Digest only, which IoT Edge cannot do, and the device has no login."""
from injections import only_by_proxy
from squids import squid_digest

FAULTS = ("D09", "D07")
INJECT = only_by_proxy
CAUSE = "proxy.auth_unsupported_scheme"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_digest
