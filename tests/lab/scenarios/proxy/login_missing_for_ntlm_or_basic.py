# SPDX-License-Identifier: MIT
"""The proxy offers NTLM and Basic, and the device has no login."""
from injections import only_by_proxy
from squids import squid_ntlm_and_basic

FAULTS = ("D07",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_required"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_ntlm_and_basic
