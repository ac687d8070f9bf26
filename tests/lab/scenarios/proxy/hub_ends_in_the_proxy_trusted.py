# SPDX-License-Identifier: MIT
"""The proxy ends TLS for the hub itself, under a CA that the device trusts, to show a page; other tunnels are good."""
from injections import in_folder, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import product

FAULTS = ("D36", "C07")
INJECT = only_by_proxy
CAUSE = "http.unexpected"
ACCEPT = ("tls.intercepted_trusted", "net.captive_portal", "proxy.html_blockpage")  # TLS ends in the box, which is why it can answer; a page in the service's place
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = product("page-elsewhere")
OPTIONS = ("--ca", in_folder("both.pem"))
