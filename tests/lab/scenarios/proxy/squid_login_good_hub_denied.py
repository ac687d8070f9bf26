# SPDX-License-Identifier: MIT
"""The device's login at the proxy is right, and the hub is on the proxy's list of forbidden names."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT, as_user
from injections_sites import squid_login_denied_hub

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = as_user(squid_login_denied_hub)
