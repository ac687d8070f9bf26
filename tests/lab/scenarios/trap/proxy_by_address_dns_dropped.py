# SPDX-License-Identifier: MIT
"""The device's questions to DNS vanish; the proxy is written with its address, and resolves for it."""
from injections import WEB, firewall, only_by_proxy
from injections_proxy import NOT_DIRECT, by_address
from squids import squid_open

INJECT = (firewall('iifname "in" meta l4proto { tcp, udp } th dport 53 drop'), only_by_proxy)
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
PROXY = by_address(squid_open)
