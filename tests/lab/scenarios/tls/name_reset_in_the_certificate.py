# SPDX-License-Identifier: MIT
"""A box on the way lets the hub's name through at 443 and resets in the middle of the server's certificate."""
from injections import PLAIN
from injections_reading import box

FAULTS = ("C01", "C05")
INJECT = box("contoso.azure-devices=cut:reset:900")
CAUSE = "tls.sni_reset"
ACCEPT = ("tls.injected_reset",)  # after the answer began, and the name decides
WORKS = {"direct": PLAIN}
BROKEN = ()
