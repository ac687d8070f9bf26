# SPDX-License-Identifier: MIT
"""A transparent proxy takes every connection to 8883, whoever it is for, and has no answer."""
from injections import ALL
from injections_path import redirected_to_silence

FAULTS = ("B12",)
INJECT = redirected_to_silence(8883)
CAUSE, WHERE = "tcp.intercepted", "firewall"
WORKS = {"direct": ALL - {"mqtt"}}
