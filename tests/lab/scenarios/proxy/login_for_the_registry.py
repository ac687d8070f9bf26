# SPDX-License-Identifier: MIT
"""Everybody gets to the rest; Microsoft's registry needs a login, which the device does not have."""
from injections import WEB, only_by_proxy
from injections_offices import office
from injections_proxy import NOT_DIRECT

FAULTS = ("D07", "E14")
INJECT = only_by_proxy
CAUSE = "proxy.auth_required"
WORKS = {"direct": set(), "proxy": WEB}
PROXY = office("registry-login")
BROKEN = ("mcr", "mcr_data", *NOT_DIRECT)
