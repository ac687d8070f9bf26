# SPDX-License-Identifier: MIT
"""A portal redirects port 80 for everybody, lets names of microsoft.com through at 443, and resets the rest until one has signed in."""
from injections_sites import web_page
from injections_tls import names_allowed

FAULTS = ("D35", "C01")
INJECT = (web_page("302 http://portal.example/login", 80), names_allowed("reject with tcp reset", ("microsoft.com",), (443, 5671, 8883)))
CAUSE = "net.captive_portal"
ACCEPT = ("tls.sni_reset",)  # how it keeps the rest out
WORKS = {"direct": set()}
BROKEN = ("dps", "version_info")
