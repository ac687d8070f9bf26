# SPDX-License-Identifier: MIT
"""At the hub's 443 the certificate is another's, at 5671 it has expired, at 8883 it is signed by itself."""
from injections_tls import faulty_server

FAULTS = ("C10", "C15", "C09")
INJECT = (faulty_server("relay:neighbour", 443), faulty_server("relay:expired", 5671), faulty_server("relay:self", 8883))
CAUSE = "tls.name_mismatch"
ACCEPT = ("tls.expired", "tls.self_signed")  # three faults, no way left
ALSO = ("tls.name_mismatch", "tls.expired", "tls.self_signed")
WORKS = {"direct": set()}
BROKEN = ()
