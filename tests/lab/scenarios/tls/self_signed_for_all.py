# SPDX-License-Identifier: MIT
"""A box ends TLS for everybody at 443 with one certificate that it has signed itself."""
from injections import PLAIN
from injections_tls import faulty_server

FAULTS = ("C06", "C09")
INJECT = faulty_server("relay:self", 443, of=None)
CAUSE = "tls.intercepted_untrusted"
ACCEPT = ("tls.self_signed", "net.captive_portal")  # the same of every host; so do portals
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
