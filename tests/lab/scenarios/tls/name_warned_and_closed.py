# SPDX-License-Identifier: MIT
"""A box on the way answers the hub's name at every port with a warning, unrecognized_name, and closes."""
from injections_reading import box
from injections_tls import HUB_PORTS

FAULTS = ("C01", "C14")
INJECT = box("contoso.azure-devices=alert:1:112", ports=HUB_PORTS)
CAUSE = "tls.alert"
ACCEPT = ("tls.sni_reset",)  # the name decides
WORKS = {"direct": set()}
BROKEN = ()
