# SPDX-License-Identifier: MIT
"""The firewall resets a device's connections to its proxy beyond ten at a time."""
from injections import WEB, only_by_proxy
from injections import iptables
from squids import squid_open

INJECT = (only_by_proxy, iptables("FORWARD -i in -o proxy -p tcp --syn -m connlimit --connlimit-above 10 -j REJECT --reject-with tcp-reset"))
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = squid_open
OPTIONS = ("--limit", 4)
