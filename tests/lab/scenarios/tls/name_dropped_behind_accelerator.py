# SPDX-License-Identifier: MIT
"""An accelerator splits connections to 443, and behind it a firewall drops what holds the hub's name."""
from injections import PLAIN
from injections_protocol import accelerated
from injections_sites import named_behind

FAULTS = ("C02", "B12")
INJECT = (accelerated(443), named_behind("DROP"))
CAUSE = "tls.sni_drop"
WORKS = {"direct": PLAIN}
BROKEN = ()
