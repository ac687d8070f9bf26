# SPDX-License-Identifier: MIT
"""The proxy's list of allowed names has the hub, and not the rest of what IoT Edge needs."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT, allowing

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info", *NOT_DIRECT)
PROXY = allowing(".azure-devices.net")
