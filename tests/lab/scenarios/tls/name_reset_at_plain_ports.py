# SPDX-License-Identifier: MIT
"""A firewall resets what asks for the hub's name at 5671 and 8883; 443 passes."""
from injections import WEB
from injections_tls import name_filter

FAULTS = ("C01",)
INJECT = name_filter("reset", ports=(5671, 8883))
CAUSE = "tls.sni_reset"
WORKS = {"direct": WEB}
