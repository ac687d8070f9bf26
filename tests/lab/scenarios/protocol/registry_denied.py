# SPDX-License-Identifier: MIT
"""A web filter that ends TLS, trusted by the device, answers 403 for Microsoft's registry."""
from injections import MCR, in_folder
from injections_protocol import answered_by, inspecting

FAULTS = ("D37", "C07")
INJECT = answered_by("deny", 443, of=MCR, who=inspecting)
CAUSE = "http.denied"
BROKEN = ("mcr", "mcr_data")
OPTIONS = ("--ipv4", "--ca", in_folder("both.pem"))
