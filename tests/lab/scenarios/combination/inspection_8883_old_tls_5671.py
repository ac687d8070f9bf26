# SPDX-License-Identifier: MIT
"""8883 is inspected under a CA that the device does not know, and what answers at 5671 speaks TLS 1.1 at most."""
from injections import WEB
from injections_tls import faulty_server

FAULTS = ("C06", "C12")
INJECT = (faulty_server("relay:corp", 8883), faulty_server("old:good", 5671))
CAUSE = "tls.intercepted_untrusted"
ALSO = ("tls.version",)
ACCEPT = ("tls.version", "tls.untrusted")  # both cost an alternative, no more
WORKS = {"direct": WEB}
