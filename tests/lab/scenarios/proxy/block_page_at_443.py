# SPDX-License-Identifier: MIT
"""A web filter answers at 443 for everybody with a page, under a CA that the device trusts."""
from injections import PLAIN, in_folder
from injections_tls import faulty_server

FAULTS = ("D36",)
INJECT = faulty_server("page:corp", 443, of=None)
CAUSE = "net.captive_portal"
ACCEPT = ("tls.intercepted_trusted",)  # TLS ends in the box, which is why it can answer
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
OPTIONS = ("--ca", in_folder("both.pem"))
