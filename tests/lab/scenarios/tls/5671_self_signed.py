# SPDX-License-Identifier: MIT
"""What answers at 5671 for everybody presents a certificate that it has signed itself."""
from injections import ALL
from injections_reading import box
from injections_tls import faulty_server

FAULTS = ("C09", "E12")
INJECT = faulty_server("relay:self", 5671, of=None)
CAUSE = "tls.self_signed"
ACCEPT = ("tls.intercepted_untrusted",)  # only the hub is at 5671: a box for all looks the same
WORKS = {"direct": ALL - {"amqp"}}
