# SPDX-License-Identifier: MIT
"""A firewall resets connections to 443 that ask for the hub's name."""
from injections import PLAIN
from injections_tls import name_filter

FAULTS = ("C01",)
INJECT = name_filter("reset")
CAUSE = "tls.sni_reset"
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ()
