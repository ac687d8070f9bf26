# SPDX-License-Identifier: MIT
"""The proxy, the only way out, refuses Microsoft's registry, and the firewall behind it resets the name of DPS (squid makes a close of that)."""
from injections import WEB, only_by_proxy
from injections_proxy import denying
from injections_tls import name_filter

FAULTS = ("D13", "D25")
INJECT = (only_by_proxy, name_filter("reset", "global.azure-devices-provisioning.net", leg="proxy"))
CAUSE = "proxy.connect_denied_host"
ALSO = ("proxy.tunnel_closed",)
ACCEPT = ("proxy.tunnel_closed",) # each breaks something needed
PROXY = denying("mcr.microsoft.com")
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = ("dps", "mcr", "mcr_data", "packages/direct", "version_info/direct")
