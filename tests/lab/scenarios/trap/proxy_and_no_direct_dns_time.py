# SPDX-License-Identifier: MIT
"""The proxy is the only way out; directly UDP is dropped but for DNS, time as well."""
from injections import WEB, firewall, only_by_proxy
from squids import squid_open

INJECT = (only_by_proxy, firewall('iifname "in" oifname "out" udp dport != 53 drop'))
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = squid_open
