# SPDX-License-Identifier: MIT
"""A firewall resets connections to 8883 that ask for the hub's name; other ports pass."""
from injections import ALL
from injections_tls import name_filter

FAULTS = ("C01",)
INJECT = name_filter("reset", ports=(8883,))
CAUSE = "tls.sni_reset"
WHERE = "firewall"
WORKS = {"direct": ALL - {"mqtt"}}
