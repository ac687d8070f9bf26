# SPDX-License-Identifier: MIT
"""The proxy inspects TLS, which the device does not trust, and directly the firewall lets 5671 through and resets the rest."""
from injections import firewall
from proxies import squid_bump

FAULTS = ("C06", "B01")
INJECT = firewall('iifname "in" oifname "out" tcp dport { 443, 8883 } reject with tcp reset')
CAUSE = "tls.intercepted_untrusted"
ALSO = ("tcp.reset",)
ACCEPT = ("tcp.reset",) # repairing any one of them is enough
PROXY = squid_bump
WORKS = {"direct": {"amqp"}, "proxy": set()}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
