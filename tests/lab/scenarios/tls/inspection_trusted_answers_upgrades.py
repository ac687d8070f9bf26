# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 443, which the device trusts, and answers the hub's WebSocket upgrades with a page and 400."""
from injections import PLAIN
from injections_reading import box
from squids import inspected_trust

FAULTS = ("C07", "E07")
INJECT = box("contoso.azure-devices=tls:inspector:upgrade-400", "=tls:inspector:relay")
CAUSE = "tls.intercepted_trusted"
ACCEPT = ("ws.upgrade_denied",)
ALSO = ("ws.upgrade_denied",)
WORKS = {"direct": PLAIN | {"https"}}
OPTIONS = ("--ca", inspected_trust)
