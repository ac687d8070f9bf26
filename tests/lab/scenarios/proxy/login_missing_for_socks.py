# SPDX-License-Identifier: MIT
"""A SOCKS proxy asks for a login, and the device has none."""
from injections import only_by_proxy
from proxies import dante_login

FAULTS = ("D07", "D34")
INJECT = only_by_proxy
CAUSE = "proxy.auth_required"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = dante_login
