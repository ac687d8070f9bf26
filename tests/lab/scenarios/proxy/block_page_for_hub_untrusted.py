# SPDX-License-Identifier: MIT
"""A web filter leads the hub's 443 to a page with a certificate of its own."""
from injections import HUB, PLAIN, instead

FAULTS = ("D36", "C10")
INJECT = instead("portal:portal", 443, of=HUB)
CAUSE = "net.captive_portal"
ACCEPT = ("tls.name_mismatch", "tls.self_signed")  # what the page's certificate is
WORKS = {"direct": PLAIN}
BROKEN = ()
OPTIONS = ("--ipv4",)
