# SPDX-License-Identifier: MIT
"""An inspecting box that the device trusts answers WebSocket upgrades with a 403 of its own."""
from injections import PLAIN, in_folder
from injections_protocol import answered_by, inspecting

FAULTS = ("E07", "C07")
INJECT = answered_by("upgrade-403", 443, who=inspecting)
CAUSE = "tls.intercepted_trusted" # the root: exempt from inspection, the upgrade passes as well
ACCEPT = ("ws.upgrade_denied",)
WHERE = "firewall"
WORKS = {"direct": PLAIN | {"https"}}
OPTIONS = ("--ca", in_folder("both.pem"))
