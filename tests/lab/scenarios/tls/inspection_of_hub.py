# SPDX-License-Identifier: MIT
"""The firewall inspects TLS for the hub's name at 443 and no other, and the device does not know its CA."""
from injections import PLAIN
from injections_tls import inspected

FAULTS = ("C06",)
INJECT = inspected(443, what="hub")
CAUSE = "tls.intercepted_untrusted"
WHERE = "firewall"
BOX = "Example Inspection CA"
WORKS = {"direct": PLAIN}
BROKEN = ()
