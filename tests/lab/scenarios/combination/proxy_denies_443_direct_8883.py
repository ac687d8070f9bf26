# SPDX-License-Identifier: MIT
"""The proxy refuses CONNECT to 443, and directly the firewall lets 8883 through and drops the rest."""
from injections import firewall
from injections_proxy import without_443

FAULTS = ("D12", "B09")
INJECT = firewall('iifname "in" oifname "out" tcp dport { 443, 5671 } drop')
CAUSE = "proxy.connect_denied_port"
ALSO = ("tcp.drop",)
ACCEPT = ("tcp.drop",) # repairing any one of them is enough
PROXY = without_443
WORKS = {"direct": {"mqtt"}, "proxy": set()}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
