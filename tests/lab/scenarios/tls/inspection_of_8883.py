# SPDX-License-Identifier: MIT
"""The firewall ends TLS at 8883 under a CA that the device does not know; other ports pass."""
from injections import ALL
from injections_tls import faulty_server

FAULTS = ("C06", "E12")
INJECT = faulty_server("relay:corp", 8883, of=None)
CAUSE = "tls.intercepted_untrusted"
WHERE = "firewall"
BOX = "Example Inspection CA"
WORKS = {"direct": ALL - {"mqtt"}}
