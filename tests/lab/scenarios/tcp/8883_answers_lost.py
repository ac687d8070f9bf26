# SPDX-License-Identifier: MIT
"""The answers of 8883 are dropped on their way back; the questions arrive."""
from injections import ALL, firewall

FAULTS = ("B09",)
INJECT = firewall('iifname "out" tcp sport 8883 drop')
CAUSE = "tcp.drop"
WORKS = {"direct": ALL - {"mqtt"}}
