# SPDX-License-Identifier: MIT
"""A tunnel before the proxy takes 1300 octets and says nothing, and the device's login is wrong."""
from injections import only_by_proxy
from injections_path import narrow
from injections_proxy import as_user
from squids import squid_basic

FAULTS = ("B23", "D08")
INJECT = (only_by_proxy, narrow("in", 1300))
CAUSE = "proxy.auth_failed"
ACCEPT = ("net.mtu_blackhole", "proxy.stall", "proxy.auth_required")  # the proxy's page is larger than the tunnel takes
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(squid_basic, "edge", "other-word")
