# SPDX-License-Identifier: MIT
"""A box refuses the hub's name at 443 with a warning and a close, and the firewall forgets silent connections to 8883 after 3 s."""
from injections import PLAIN
from injections_protocol import forgets
from injections_reading import box

FAULTS = ("C14", "E01")
INJECT = (box("contoso.azure-devices=alert:1:112"), forgets(3, 8883))
CAUSE = "tls.alert"
ACCEPT = ("tls.sni_reset",)  # the name decides
ALSO = ("net.idle_timeout",)
WORKS = {"direct": PLAIN}
BROKEN = ()
OPTIONS = ("--hold", 6)
