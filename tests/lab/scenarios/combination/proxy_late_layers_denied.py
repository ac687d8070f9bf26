# SPDX-License-Identifier: MIT
"""The proxy denies the registry's layers, and the firewall behind it drops what it sends to the provisioning service."""
from injections import OTHER, OTHER6, WEB, only_by_proxy
from injections_proxy import NOT_DIRECT, denying
from injections_sites import from_proxy

FAULTS = ("D13", "D17")
INJECT = (only_by_proxy, from_proxy("ip daddr %s drop" % OTHER, "ip6 daddr %s drop" % OTHER6))
CAUSE = "proxy.connect_denied_host"
ALSO = ("proxy.upstream_blocked", "proxy.connect_denied_host")
ACCEPT = ("proxy.upstream_blocked",)  # both break something needed
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = ("dps", "mcr_data", "packages", "version_info", *NOT_DIRECT)
PROXY = denying(".data.mcr.microsoft.com")
OPTIONS = ("--limit", 5)
