# SPDX-License-Identifier: MIT
"""A box on the way answers the hub's name at 443 with the alert access_denied."""
from injections import PLAIN
from injections_reading import box

FAULTS = ("C01", "C14")
INJECT = box("contoso.azure-devices=alert:2:49")
CAUSE = "tls.alert"
ACCEPT = ("tls.sni_reset",)  # the name decides
WORKS = {"direct": PLAIN}
BROKEN = ()
