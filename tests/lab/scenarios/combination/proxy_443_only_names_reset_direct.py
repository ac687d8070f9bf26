# SPDX-License-Identifier: MIT
"""The proxy lets CONNECT to 443 through, and the hub's name is ended by a firewall behind it; directly only 8883 passes."""
from injections import firewall
from injections_proxy import NOT_DIRECT
from injections_tls import name_filter
from proxies import tinyproxy_443_only

FAULTS = ("D12", "D25", "B09")
INJECT = (firewall('iifname "in" oifname "out" tcp dport { 443, 5671 } drop'), name_filter("reset", leg="proxy"))
CAUSE = "proxy.tunnel_closed"
ALSO = ("tcp.drop",)
ACCEPT = ("proxy.tunnel_reset", "tcp.drop")  # as the proxy passes the reset on; the direct way is closed but for 8883
WORKS = {"direct": {"mqtt"}, "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = tinyproxy_443_only
