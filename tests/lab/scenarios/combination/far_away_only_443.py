# SPDX-License-Identifier: MIT
"""The site is 200 ms from the cloud, and only 443 is open."""
from injections import WEB, firewall
from injections_path import delayed

FAULTS = ("F01", "B09")
INJECT = (delayed(100), firewall("tcp dport { 5671, 8883 } drop"))
CAUSE = "tcp.drop"
SEVERITY = "note"
WORKS = {"direct": WEB}
OPTIONS = ("--limit", 5)
