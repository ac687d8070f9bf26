# SPDX-License-Identifier: MIT
"""A box on the way swallows hellos to 443 with the hub's name and resets after 1.2 s."""
from injections import PLAIN
from injections_reading import box

FAULTS = ("C01",)
INJECT = box("contoso.azure-devices=late:reset:1.2")
CAUSE = "tls.sni_reset"
WORKS = {"direct": PLAIN}
BROKEN = ()
