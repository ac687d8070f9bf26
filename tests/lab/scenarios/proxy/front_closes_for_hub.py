# SPDX-License-Identifier: MIT
"""A haproxy before the proxy ends the connection of who asks for the hub (reject)."""
from injections import only_by_proxy
from injections_offices import front
from injections_proxy import NOT_DIRECT

FAULTS = ("D23", "D13")
INJECT = only_by_proxy
CAUSE = "proxy.closed"
ACCEPT = ("proxy.connect_denied_host",)  # by the name
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = front("http-request reject if { url -m beg contoso.azure-devices.net }")
