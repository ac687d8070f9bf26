# SPDX-License-Identifier: MIT
"""The proxy rejects the device's login, and directly a firewall resets the hub's name at 443; 5671 is dropped."""
from injections import firewall
from injections_proxy import as_user
from injections_tls import name_filter
from squids import squid_basic

FAULTS = ("D08", "C01", "B09")
INJECT = (name_filter("reset"), firewall("tcp dport 5671 drop"))
CAUSE = "proxy.auth_failed"
ALSO = ("tls.sni_reset",)
ACCEPT = ("tls.sni_reset", "tcp.drop")  # repairing any one of them is enough
WORKS = {"direct": {"mqtt"}, "proxy": set()}
BROKEN = ("dps/proxy", "mcr/proxy", "mcr_data/proxy", "packages/proxy", "version_info/proxy")
PROXY = as_user(squid_basic, "edge", "other-word")
