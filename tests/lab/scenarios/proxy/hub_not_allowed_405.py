# SPDX-License-Identifier: MIT
"""The proxy says 405 for the hub's name; the rest passes."""
from injections import only_by_proxy
from injections_offices import office
from injections_proxy import NOT_DIRECT

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = office("hub-405")
