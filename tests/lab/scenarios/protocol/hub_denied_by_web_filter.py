# SPDX-License-Identifier: MIT
"""A web filter that ends TLS, trusted by the device, answers everything at the hub's 443 with 403."""
from injections import HUB, PLAIN, in_folder
from injections_protocol import answered_by, inspecting

FAULTS = ("D37", "C07")
INJECT = answered_by("deny", 443, of=HUB, who=inspecting)
CAUSE = "http.denied"
ACCEPT = ("tls.intercepted_trusted",) # what lets it answer at all; exempt from inspection, the hub is not denied
WORKS, BROKEN = {"direct": PLAIN}, ()
OPTIONS = ("--ipv4", "--ca", in_folder("both.pem"))
