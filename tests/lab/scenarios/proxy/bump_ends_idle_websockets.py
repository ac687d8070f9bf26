# SPDX-License-Identifier: MIT
"""An inspecting squid, whose CA the device trusts, passes WebSockets on and ends those that are silent for 2 s."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import bump_with
from squids import inspected_trust

FAULTS = ("D30", "C07")
INJECT = only_by_proxy
CAUSE = "tls.intercepted_trusted"
ACCEPT = ("net.idle_timeout",)  # both are true, and neither stops it
ALSO = ("net.idle_timeout",)
SEVERITY = "warning"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
PROXY = bump_with("idlews", "ssl_bump bump all", "http_upgrade_request_protocols websocket allow all", "read_timeout 2 seconds")
OPTIONS = ("--ca", inspected_trust, "--hold", 6)
