# SPDX-License-Identifier: MIT
"""The proxy denies the hub's name."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT, denying

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = denying(".azure-devices.net")
