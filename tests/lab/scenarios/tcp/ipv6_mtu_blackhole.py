# SPDX-License-Identifier: MIT
"""IPv6 goes through a tunnel of 1280 octets whose ICMP is dropped; IPv4 is well."""
from injections_path import narrow

FAULTS = ("B23", "B11")
INJECT = narrow("in", 1280, families=(6,))
CAUSE = "net.mtu_blackhole"
ACCEPT = ("net.ipv6_broken",) # over IPv6 alone
WORKS = {"direct": set()} # the connection comes about over IPv6, and no client changes to IPv4 then
