# SPDX-License-Identifier: MIT
"""The device's questions to DNS vanish; its hosts file has the proxy, which resolves for it."""
from injections import WEB, firewall, hosts, only_by_proxy
from injections_proxy import NOT_DIRECT
from lab import PROXY as PROXY_ADDRESS
from lab import PROXY_NAME
from squids import squid_open

INJECT = (firewall('iifname "in" meta l4proto { tcp, udp } th dport 53 drop'), only_by_proxy, hosts("%s %s" % (PROXY_ADDRESS, PROXY_NAME)))
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
PROXY = squid_open
