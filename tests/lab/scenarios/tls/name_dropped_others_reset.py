# SPDX-License-Identifier: MIT
"""A box at 443 falls silent for the hub's name, passes what is needed besides, and resets all other names."""
from injections import PLAIN
from injections_reading import box

FAULTS = ("C02", "C01")
INJECT = box("contoso.azure-devices=end:silent", "azure=pass", "microsoft=pass", "aka.ms=pass", "githubusercontent=pass", "=end:reset")
CAUSE = "tls.sni_drop"
WORKS = {"direct": PLAIN}
BROKEN = ()
