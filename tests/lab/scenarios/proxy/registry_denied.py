# SPDX-License-Identifier: MIT
"""The proxy denies the registry's layers."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT, denying

FAULTS = ("D13", "E14")
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = ("mcr_data", *NOT_DIRECT)
PROXY = denying(".data.mcr.microsoft.com")
