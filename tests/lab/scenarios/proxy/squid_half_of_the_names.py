# SPDX-License-Identifier: MIT
"""A squid's list has the hub and mcr.microsoft.com, and neither its layers nor the provisioning service."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT, allowing

FAULTS = ("D13", "E14")
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = ("dps", "mcr_data", "packages", "version_info", *NOT_DIRECT)
PROXY = allowing(".azure-devices.net", "mcr.microsoft.com")
