# SPDX-License-Identifier: MIT
"""What answers for the hub at 8883 has a certificate that is for clients, not for servers."""
from injections import ALL
from injections_reading import front

FAULTS = ("C09",)
INJECT = front("=tls:clients-only:relay", ports=(8883,))
CAUSE = "tls.untrusted"
WORKS = {"direct": ALL - {"mqtt"}}
