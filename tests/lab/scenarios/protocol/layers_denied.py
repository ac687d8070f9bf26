# SPDX-License-Identifier: MIT
"""A web filter that ends TLS, trusted by the device, answers 403 for the host of the registry's layers."""
from injections import DATA, in_folder
from injections_protocol import answered_by, inspecting

FAULTS = ("E14", "D37")
INJECT = answered_by("deny", 443, of=DATA, who=inspecting)
CAUSE = "http.denied"
BROKEN = ("mcr_data",)
OPTIONS = ("--ipv4", "--ca", in_folder("both.pem"))
