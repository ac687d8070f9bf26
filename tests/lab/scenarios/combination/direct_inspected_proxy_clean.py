# SPDX-License-Identifier: MIT
"""Directly the firewall inspects 443 under a CA that the device does not know; the proxy is clean."""
from injections import PLAIN, WEB
from injections_tls import inspected
from squids import squid_open

FAULTS = ("C06", "D32")
INJECT = inspected(443)
CAUSE = "tls.intercepted_untrusted"
WHERE = "firewall"
WORKS = {"direct": PLAIN, "proxy": WEB}
BROKEN = tuple("%s/direct" % one for one in ("dps", "mcr", "mcr_data", "packages", "version_info"))
PROXY = squid_open
