# SPDX-License-Identifier: MIT
"""A box takes every connection to the hub's ports, whoever it is for, and never answers."""
from injections_path import redirected_to_silence

FAULTS = ("B12",)
INJECT = redirected_to_silence(443, 5671, 8883)
CAUSE, WHERE = "tcp.intercepted", "firewall"
WORKS = {"direct": set()}
