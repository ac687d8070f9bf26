# SPDX-License-Identifier: MIT
"""443 is inspected over IPv6, which the device prefers, under a CA that it does not know; 5671 is dropped."""
from injections import firewall
from injections_reading import box

FAULTS = ("C06", "B09")
INJECT = (box("=tls:inspector:relay", families=(6,)), firewall("tcp dport 5671 drop"))
CAUSE = "tls.intercepted_untrusted"
ALSO = ("tcp.drop",)
WORKS = {"direct": {"mqtt"}}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
