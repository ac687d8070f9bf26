# SPDX-License-Identifier: MIT
"""A box on the way answers the hub's name at 5671 and 8883 with its page, without TLS."""
from injections import WEB
from injections_reading import box

FAULTS = ("C01", "C19")
INJECT = box("contoso.azure-devices=page", ports=(5671, 8883))
CAUSE = "tls.not_tls"
ACCEPT = ("tls.sni_reset",)  # the name decides
WORKS = {"direct": WEB}
