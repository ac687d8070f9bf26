# SPDX-License-Identifier: MIT
"""An old box drops the first packet of connections that offer ECN; the second try goes without, a second later."""
from injections import iptables, sysctl

FAULTS = ("B21",)
INJECT = (sysctl("client", "net.ipv4.tcp_ecn=1"), iptables("FORWARD -i in -p tcp --syn -m ecn --ecn-tcp-ece -j DROP", tables=("iptables", "ip6tables")))
CAUSE = "net.loss" # the vocabulary's word for a lost first SYN; nothing fails
OPTIONS = ("--limit", 5)
