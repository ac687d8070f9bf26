# SPDX-License-Identifier: MIT
"""A box on the way swallows hellos to 8883 with the hub's name and closes after 0.9 s."""
from injections import ALL
from injections_reading import box

FAULTS = ("C04",)
INJECT = box("contoso.azure-devices=late:close:0.9", ports=(8883,))
CAUSE = "tls.sni_reset"
WORKS = {"direct": ALL - {"mqtt"}}
