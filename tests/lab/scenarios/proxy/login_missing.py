# SPDX-License-Identifier: MIT
"""The proxy asks for a login, and the device has none."""
from injections import only_by_proxy
from squids import squid_basic

FAULTS = ("D07",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_required"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_basic
