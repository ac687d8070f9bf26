# SPDX-License-Identifier: MIT
"""The firewall lets web traffic out and drops all else that is TCP."""
from injections import WEB, firewall

FAULTS = ("B09",)
INJECT = firewall('iifname "in" tcp dport != { 53, 80, 443 } drop')
CAUSE, WHERE = "tcp.drop", "firewall"
WORKS = {"direct": WEB}
