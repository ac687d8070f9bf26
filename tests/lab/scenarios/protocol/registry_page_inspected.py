# SPDX-License-Identifier: MIT
"""A web filter, whose CA the device trusts, answers everything for Microsoft's registry with its page and 200."""
from injections import MCR, in_folder
from injections_protocol import answered_by, inspecting

FAULTS = ("D36", "C07")
INJECT = answered_by("page", 443, of=MCR, who=inspecting)
CAUSE = "http.unexpected"
ACCEPT = ("tls.intercepted_trusted", "net.captive_portal")  # TLS ends in the box, which is why it can answer
BROKEN = ("mcr", "mcr_data")
OPTIONS = ("--ipv4", "--ca", in_folder("both.pem"))
