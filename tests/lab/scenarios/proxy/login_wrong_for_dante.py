# SPDX-License-Identifier: MIT
"""A SOCKS proxy of dante rejects the device's password."""
from injections import only_by_proxy
from injections_proxy import as_user
from proxies import dante_login

FAULTS = ("D08", "D34")
INJECT = only_by_proxy
CAUSE = "proxy.auth_failed"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(dante_login, "laptop", "wrong")
