# SPDX-License-Identifier: MIT
"""The firewall between device and proxy drops its port."""
from injections import firewall, only_by_proxy
from squids import squid_open

FAULTS = ("D02",)
INJECT = (only_by_proxy, firewall('iifname "in" oifname "proxy" meta l4proto tcp drop'))
CAUSE = "proxy.unreachable"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
