# SPDX-License-Identifier: MIT
"""A box on the way lets the hub's name through at 443 and falls silent in the middle of the server's certificate."""
from injections import PLAIN
from injections_reading import box

FAULTS = ("C02", "C08")
INJECT = box("contoso.azure-devices=cut:silent:900")
CAUSE = "tls.sni_drop"
ACCEPT = ("tls.handshake_stall",)  # the same, as it looks
WORKS = {"direct": PLAIN}
BROKEN = ()
