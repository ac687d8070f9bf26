# SPDX-License-Identifier: MIT
"""A squid resets who asks for the hub (deny_info TCP_RESET)."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from squids import squid_resets_hub

FAULTS = ("D23",)
INJECT = only_by_proxy
CAUSE = "proxy.closed"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_resets_hub
