# SPDX-License-Identifier: MIT
"""The firewall itself is the proxy, and the only way out."""
from injections import WEB, only_by_proxy
from injections_offices import on_firewall

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = on_firewall
