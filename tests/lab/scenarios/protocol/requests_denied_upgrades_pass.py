# SPDX-License-Identifier: MIT
"""A web filter, whose CA the device trusts, denies plain requests to the hub and lets WebSocket upgrades pass."""
from injections import ALL, HUB, in_folder
from injections_protocol import answered_by, inspecting

FAULTS = ("D37", "C07")
INJECT = answered_by("deny-requests", 443, of=HUB, who=inspecting)
CAUSE = "http.denied"
ACCEPT = ("tls.intercepted_trusted",)  # TLS ends in the box, which is why it can answer
WORKS = {"direct": ALL - {"https"}}
BROKEN = ()
OPTIONS = ("--ipv4", "--ca", in_folder("both.pem"))
