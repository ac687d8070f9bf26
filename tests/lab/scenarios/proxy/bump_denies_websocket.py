# SPDX-License-Identifier: MIT
"""An inspecting proxy, whose CA the device trusts, refuses every WebSocket."""
from injections import only_by_proxy
from injections_sites import bump_with
from squids import inspected_trust

FAULTS = ("E07", "C07")
INJECT = only_by_proxy
CAUSE = "ws.upgrade_denied"
ACCEPT = ("tls.intercepted_trusted",)  # exempt from inspection, the upgrade passes
WORKS = {"direct": set(), "proxy": {"https"}}
PROXY = bump_with("nows", "ssl_bump bump all", "acl ws req_header Upgrade -i websocket", "http_access deny ws", "http_upgrade_request_protocols websocket allow all")
OPTIONS = ("--ca", inspected_trust)
