# SPDX-License-Identifier: MIT
"""A web filter answers at 443 for the hub with a page, under a CA that the device trusts."""
from injections import PLAIN, in_folder
from injections_tls import faulty_server

FAULTS = ("D36",)
INJECT = faulty_server("page:corp", 443)
CAUSE = "http.unexpected"
ACCEPT = ("net.captive_portal", "tls.intercepted_trusted")  # a page in the service's place; TLS ends in the box, which is why it can answer
WORKS = {"direct": PLAIN}
BROKEN = ()
OPTIONS = ("--ca", in_folder("both.pem"))
