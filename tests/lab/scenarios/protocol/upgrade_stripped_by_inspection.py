# SPDX-License-Identifier: MIT
"""An inspecting box that the device trusts forwards HTTP and leaves the WebSocket upgrade behind."""
from injections import PLAIN, in_folder
from injections_protocol import answered_by, inspecting

FAULTS = ("D28", "C07")
INJECT = answered_by("upgrade-stripped", 443, who=inspecting)
CAUSE = "tls.intercepted_trusted" # the root: exempt from inspection, the upgrade passes as well
ACCEPT = ("ws.upgrade_stripped",)
WORKS = {"direct": PLAIN | {"https"}}
OPTIONS = ("--ca", in_folder("both.pem"))
