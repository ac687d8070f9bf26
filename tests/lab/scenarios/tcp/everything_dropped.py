# SPDX-License-Identifier: MIT
"""The firewall drops all that the device sends, questions for names, too."""
from injections import firewall

FAULTS = ("A08", "B09")
INJECT = firewall("drop")
CAUSE = "dns.timeout" # without names nothing else is tried
WORKS = {"direct": set()}
