# SPDX-License-Identifier: MIT
"""A transparent proxy (TPROXY) takes every connection to 5671 and has no answer."""
from injections import ALL
from injections_path import tproxied_to_silence

FAULTS = ("B12",)
INJECT = tproxied_to_silence(5671)
CAUSE, WHERE = "tcp.intercepted", "firewall"
WORKS = {"direct": ALL - {"amqp"}}
