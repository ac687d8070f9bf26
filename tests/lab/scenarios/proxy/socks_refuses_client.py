# SPDX-License-Identifier: MIT
"""A SOCKS proxy lets nobody but itself in."""
from injections import only_by_proxy
from injections_sites import dante_with

FAULTS = ("D34",)
INJECT = only_by_proxy
CAUSE = "proxy.kind_unsupported"
ACCEPT = ("proxy.closed", "proxy.access_denied", "proxy.unreachable", "proxy.stall")  # it does not let this device in; IoT Edge has no SOCKS either way
WORKS = {"direct": set(), "proxy": set()}
PROXY = dante_with(clients="client block { from: 0/0 to: 0/0 }")
