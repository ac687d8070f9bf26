# SPDX-License-Identifier: MIT
"""The cloud is 180 ms away, and a box at all ports drops hellos that offer TLS 1.3."""
from injections_path import delayed
from injections_tls import tls13_hello

FAULTS = ("F01", "C12")
INJECT = (tls13_hello("drop"), delayed(90))
CAUSE = "tls.tls13_intolerance"
WORKS = {"direct": set()}
