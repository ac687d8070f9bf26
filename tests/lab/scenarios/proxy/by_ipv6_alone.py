# SPDX-License-Identifier: MIT
"""The proxy's name has both addresses, and the firewall rejects the IPv4 one; IPv6 passes."""
from injections import WEB, firewall, only_by_proxy
from squids import squid_open

INJECT = (only_by_proxy, firewall('iifname "in" oifname "proxy" meta nfproto ipv4 meta l4proto tcp reject with icmp admin-prohibited'))
CAUSE = "proxy.unreachable"
ACCEPT = ("tcp.admin_prohibited", "net.ipv6_broken", "tcp.one_of_two_dead")  # one of its addresses is not reached
WORKS = {"direct": set(), "proxy": WEB}
PROXY = squid_open
