# SPDX-License-Identifier: MIT
"""The hub's WebSocket upgrade is denied by a web filter, and the firewall drops its name at 5671; 8883 passes."""
from injections import HUB
from injections_protocol import answered_by
from injections_tls import name_filter

FAULTS = ("E07", "C02")
INJECT = (answered_by("upgrade-403", 443, of=HUB), name_filter("drop", ports=(5671,)))
CAUSE = "ws.upgrade_denied"
ALSO = ("tls.sni_drop",)
ACCEPT = ("tls.sni_drop",)  # 8883 alone is left
WORKS = {"direct": {"mqtt", "https"}}
OPTIONS = ("--ipv4",)
