# SPDX-License-Identifier: MIT
"""The narrow tunnel is behind the firewall, silent, for IPv4 alone; and 8883 is dropped."""
from injections import ALL, firewall
from injections_path import narrow

FAULTS = ("B24", "B09")
INJECT = (narrow("out", 1300, families=(4,)), firewall("tcp dport 8883 drop"))
CAUSE = "net.mtu_blackhole"
ALSO = ("tcp.drop",)
ACCEPT = ("tcp.drop",)
WORKS = {"direct": ALL - {"mqtt"}}
OPTIONS = ("--ipv4",)
