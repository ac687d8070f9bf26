# SPDX-License-Identifier: MIT
"""A remote desktop (VNC) answers for the hub at 8883, and speaks first."""
from injections import ALL
from injections_reading import front

FAULTS = ("C19",)
INJECT = front("=vnc", ports=(8883,))
CAUSE = "tls.not_tls"
WORKS = {"direct": ALL - {"mqtt"}}
