# SPDX-License-Identifier: MIT
"""A SOCKS proxy works with the device's login, and of IoT Edge only dockerd has SOCKS."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT, as_user
from proxies import microsocks_login

FAULTS = ("D34",)
INJECT = only_by_proxy
CAUSE = "proxy.kind_unsupported"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = ("dps", "version_info", *NOT_DIRECT)  # dockerd and apt have SOCKS
PROXY = as_user(microsocks_login)
