# SPDX-License-Identifier: MIT
"""A web filter resets connections to DPS, and the firewall drops 8883."""
from injections import ALL, firewall
from injections_tls import name_filter

FAULTS = ("C01", "B09")
INJECT = (name_filter("reset", "global.azure-devices-provisioning.net"), firewall("tcp dport 8883 drop"))
CAUSE = "tls.sni_reset"
ALSO = ("tcp.drop",)
WORKS, BROKEN = {"direct": ALL - {"mqtt"}}, ("dps",)
