# SPDX-License-Identifier: MIT
"""The proxy wants a login that the device does not have, and directly 443 is reset while 5671 and 8883 pass."""
from injections import PLAIN, firewall
from proxies import squid_basic

FAULTS = ("D07", "B01")
INJECT = firewall('iifname "in" oifname "out" tcp dport 443 reject with tcp reset')
CAUSE = "proxy.auth_required"
ALSO = ("tcp.reset",)
ACCEPT = ("tcp.reset",) # repairing any one of them is enough
PROXY = squid_basic
WORKS = {"direct": PLAIN, "proxy": set()}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
