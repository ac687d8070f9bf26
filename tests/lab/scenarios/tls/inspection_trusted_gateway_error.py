# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 443, which the device trusts; what it opens to the hub fails, and it answers 502 by itself."""
from injections import PLAIN
from injections_reading import box
from squids import inspected_trust

FAULTS = ("C07", "D19")
INJECT = box("contoso.azure-devices=tls:inspector:502", "=tls:inspector:relay")
CAUSE = "tls.intercepted_trusted"
ACCEPT = ("http.unexpected",)  # its answer, as true
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ()
OPTIONS = ("--ca", inspected_trust)
