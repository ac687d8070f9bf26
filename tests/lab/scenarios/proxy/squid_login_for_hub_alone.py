# SPDX-License-Identifier: MIT
"""A squid lets everybody to the registry, and wants a login for the hub, which the device does not have."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import squid_login_for_hub

FAULTS = ("D07",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_required"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_login_for_hub
