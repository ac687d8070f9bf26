# SPDX-License-Identifier: MIT
"""The proxy offers its three schemes in one header, and the device has no login."""
from injections import only_by_proxy
from injections_sites import product

FAULTS = ("D07",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_required"
WORKS = {"direct": set(), "proxy": set()}
PROXY = product("login-list")
