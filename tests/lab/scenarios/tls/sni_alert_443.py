# SPDX-License-Identifier: MIT
"""A box beside the way refuses the hub's name at 443 with a TLS alert in the hub's place."""
from injections import PLAIN
from injections_tls import forging

FAULTS = ("C01", "C14")
INJECT = forging("alert")
CAUSE = "tls.alert"
ACCEPT = ("tls.sni_reset",)  # the name in the hello is what decides
WORKS = {"direct": PLAIN}
BROKEN = ()
