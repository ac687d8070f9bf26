# SPDX-License-Identifier: MIT
"""A web filter answers every connection to 443 with 403 and a page, without TLS."""
from injections import PLAIN
from injections_sites import web_page

FAULTS = ("D36", "C19")
INJECT = web_page("403 '<html>Blocked</html>'", 443)
CAUSE = "net.captive_portal"
ACCEPT = ("tls.not_tls", "http.denied")  # a page where TLS should be
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
