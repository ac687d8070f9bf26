# SPDX-License-Identifier: MIT
"""The firewall inspects 443, which the device trusts, and closes on the hub's name at 5671 and 8883."""
from injections import WEB
from injections_reading import box
from squids import inspected_trust

FAULTS = ("C07", "C04")
INJECT = (box("=tls:inspector:relay"), box("contoso.azure-devices=end:close", ports=(5671, 8883)))
CAUSE = "tls.intercepted_trusted"
ACCEPT = ("tls.sni_reset",)  # two faults, other ways are left
ALSO = ("tls.intercepted_trusted", "tls.sni_reset")
WORKS = {"direct": WEB}
OPTIONS = ("--ca", inspected_trust)
