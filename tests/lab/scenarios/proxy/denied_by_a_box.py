# SPDX-License-Identifier: MIT
"""A web filter answers what is asked of the hub at 443 with 403, under a CA that the device trusts."""
from injections import PLAIN, in_folder
from injections_tls import faulty_server

FAULTS = ("D37",)
INJECT = faulty_server("denied:corp", 443)
CAUSE = "http.denied"
ACCEPT = ("tls.intercepted_trusted",)  # TLS ends in the box, which is why it can answer
WORKS = {"direct": PLAIN}
BROKEN = ()
OPTIONS = ("--ca", in_folder("both.pem"))
