# SPDX-License-Identifier: MIT
"""The firewall recognises the application behind 443 after a few packets and rejects it by ICMP."""
from injections import PLAIN, GATEWAY_IN, GATEWAY_IN6
from injections_protocol import cut_after

FAULTS = ("E06",)
INJECT = cut_after(6, "packets", [443], "REJECT --reject-with icmp-admin-prohibited")
CAUSE = "net.cut_after_data"
BOX = "" # nobody can know: of a standing connection the kernel keeps the errno only
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
OPTIONS = ("--ipv4",)
