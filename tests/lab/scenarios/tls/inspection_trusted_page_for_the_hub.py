# SPDX-License-Identifier: MIT
"""A cloud filter whose root the device trusts ends TLS at 443 and answers the hub's name with 403 and its page."""
from injections import PLAIN
from injections_reading import box
from squids import inspected_trust

FAULTS = ("C07", "D36")
INJECT = box("contoso.azure-devices=tls:inspector:deny", "=tls:inspector:relay")
CAUSE = "http.denied"
ALSO = ("tls.intercepted_trusted",)
WORKS = {"direct": PLAIN}
BROKEN = ()
OPTIONS = ("--ca", inspected_trust)
