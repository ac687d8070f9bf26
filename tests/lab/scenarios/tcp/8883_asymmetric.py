# SPDX-License-Identifier: MIT
"""Answers of 8883 come back another way than they went, past a firewall that then takes the rest for invalid."""
from injections import ALL
from injections_path import asymmetric

FAULTS = ("B26",)
INJECT = asymmetric(8883)
CAUSE = "net.cut_after_data" # after the handshake nothing passes, whatever it is
WORKS = {"direct": ALL - {"mqtt"}}
OPTIONS = ("--ipv4",)
