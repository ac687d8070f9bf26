# SPDX-License-Identifier: MIT
"""A tinyproxy's list of what it lets through has the hub alone."""
from injections import HUB_NAME, WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import tinyproxy_allowing

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info", *NOT_DIRECT)
PROXY = tinyproxy_allowing(HUB_NAME)
