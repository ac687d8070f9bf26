# SPDX-License-Identifier: MIT
"""A transparent squid at 443 ends connections that ask for the hub's name (ssl_bump terminate)."""
from injections import PLAIN
from injections_tls import inspected

FAULTS = ("C04",)
INJECT = inspected(443, what="terminate")
CAUSE = "tls.sni_reset"
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ()
