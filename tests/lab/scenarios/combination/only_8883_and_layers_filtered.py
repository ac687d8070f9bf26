# SPDX-License-Identifier: MIT
"""Of the hub's ports only 8883 is open, 443 is for others, and the registry's layers are filtered by name: MQTT is left."""
from injections import HUB, HUB6, firewall
from injections_tls import name_filter

FAULTS = ("B09", "E14")
INJECT = (firewall("ip daddr %s tcp dport { 443, 5671 } drop" % HUB, "ip6 daddr %s tcp dport { 443, 5671 } drop" % HUB6), name_filter("drop", "data.mcr.microsoft.com"))
CAUSE = "tcp.drop"
ALSO = ("tls.sni_drop",)
ACCEPT = ("tls.sni_drop",) # each breaks something needed
WORKS, BROKEN = {"direct": {"mqtt"}}, ("mcr_data",)
