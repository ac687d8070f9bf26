# SPDX-License-Identifier: MIT
"""A box ends TLS for everybody at every port with one certificate that has expired; the device's clock is right."""
from injections_tls import faulty_server

FAULTS = ("C15",)
INJECT = faulty_server("relay:expired", 443, 5671, 8883, of=None)
CAUSE = "tls.expired"
ACCEPT = ("tls.intercepted_untrusted", "tls.name_mismatch")  # one certificate for everybody is that of a box
WORKS = {"direct": set()}
