# SPDX-License-Identifier: MIT
"""The proxy denies this device whatever it asks for."""
from injections import only_by_proxy
from squids import squid_denies_client

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.access_denied"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_denies_client
