# SPDX-License-Identifier: MIT
"""The proxy has everything but the hub, which the firewall lets through at 5671 alone."""
from injections import firewall
from injections_proxy import NOT_DIRECT, denying

FAULTS = ("D13", "B01")
INJECT = firewall('iifname "in" oifname "out" tcp dport { 443, 8883 } reject with tcp reset')
CAUSE = "proxy.connect_denied_host"
ACCEPT = ("tcp.reset",)  # either would do
ALSO = ("tcp.reset", "proxy.connect_denied_host")
WORKS = {"direct": {"amqp"}, "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = denying(".azure-devices.net")
