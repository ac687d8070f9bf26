# SPDX-License-Identifier: MIT
"""A firewall knows the hub's name: it resets it at 443, drops it at 5671 and rejects it by ICMP at 8883."""
from injections_tls import name_filter

FAULTS = ("C01", "C02", "C03")
INJECT = (name_filter("reset", ports=(443,)), name_filter("drop", ports=(5671,)), name_filter("icmp", ports=(8883,)))
CAUSE = "tls.sni_reset"
ACCEPT = ("tls.sni_drop",)  # one policy, three verdicts
WORKS = {"direct": set()}
BROKEN = ()
