# SPDX-License-Identifier: MIT
"""The cloud is 160 ms away, and a box resets the hub's name at 443 after half a second."""
from injections import PLAIN
from injections_path import delayed
from injections_reading import box

FAULTS = ("F01", "C01")
INJECT = (delayed(80), box("contoso.azure-devices=late:reset:0.5"))
CAUSE = "tls.sni_reset"
WORKS = {"direct": PLAIN}
BROKEN = ()
