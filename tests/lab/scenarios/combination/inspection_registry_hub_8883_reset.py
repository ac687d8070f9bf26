# SPDX-License-Identifier: MIT
"""The registry is inspected under a CA that the device does not know, and the firewall resets 8883."""
from injections import ALL, firewall
from injections_reading import box

FAULTS = ("C06", "B01")
INJECT = (box("microsoft.com=tls:inspector:relay"), firewall("tcp dport 8883 reject with tcp reset"))
CAUSE = "tls.intercepted_untrusted"
ALSO = ("tcp.reset",)
WORKS = {"direct": ALL - {"mqtt"}}
BROKEN = ("mcr", "mcr_data", "packages")
