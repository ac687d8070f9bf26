# SPDX-License-Identifier: MIT
"""Three in a hundred packets between proxy and cloud are lost; everything works."""
from injections import WEB, iptables, only_by_proxy
from squids import squid_open

INJECT = (only_by_proxy, iptables("FORWARD -i proxy -o out -m statistic --mode nth --every 33 --packet 5 -j DROP"))
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = squid_open
OPTIONS = ("--limit", 6)
