# SPDX-License-Identifier: MIT
"""The device's clock is forty days fast, and the proxy, the only way out, denies the hub."""
from injections import clock, only_by_proxy
from injections_proxy import denying

FAULTS = ("C17", "D13")
INJECT = only_by_proxy
CAUSE = "host.clock_skew"
ALSO = ("proxy.connect_denied_host", "host.clock_skew")
ACCEPT = ("proxy.connect_denied_host",)  # both must be repaired
WORKS = {"direct": set(), "proxy": set()}
PROXY = denying(".azure-devices.net")
ENVIRONMENT = clock("+40d")
