# SPDX-License-Identifier: MIT
"""The firewall drops answers from 443 in packets of more than 700 octets: certificates never arrive."""
from injections import PLAIN
from injections_reading import answer_sized

FAULTS = ("C08",)
INJECT = answer_sized(443, 700)
CAUSE = "net.mtu_blackhole"
ACCEPT = ("tls.handshake_stall",)  # by size alone
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
