# SPDX-License-Identifier: MIT
"""A box beside the way answers the hub's name at 443 with a page without TLS."""
from injections import PLAIN
from injections_tls import forging

FAULTS = ("C01", "C19")
INJECT = forging("page")
CAUSE = "tls.not_tls"
ACCEPT = ("tls.sni_reset",)  # the name in the hello is what decides
WORKS = {"direct": PLAIN}
BROKEN = ()
