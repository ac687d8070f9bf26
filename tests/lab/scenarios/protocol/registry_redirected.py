# SPDX-License-Identifier: MIT
"""A web filter, whose CA the device trusts, sends whoever asks Microsoft's registry to its login."""
from injections import MCR, in_folder
from injections_protocol import answered_by, inspecting

FAULTS = ("D35", "C07")
INJECT = answered_by("redirect", 443, of=MCR, who=inspecting)
CAUSE = "net.captive_portal"
ACCEPT = ("http.unexpected", "tls.intercepted_trusted")  # for this host alone; TLS ends in the box, which is why it can answer
BROKEN = ("mcr", "mcr_data")
OPTIONS = ("--ipv4", "--ca", in_folder("both.pem"))
