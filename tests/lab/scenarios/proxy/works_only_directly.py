# SPDX-License-Identifier: MIT
"""The proxy denies everything, and the direct way is open."""
from injections import ALL
from squids import squid_denies_client

FAULTS = ("D32",)
INJECT = ()
CAUSE = "proxy.access_denied"
WORKS = {"direct": ALL, "proxy": set()}
PROXY = squid_denies_client
