# SPDX-License-Identifier: MIT
"""The proxy ends TLS for the hub itself, under a CA that the device does not know, to show a page; other tunnels are good."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import product

FAULTS = ("D36", "C06")
INJECT = only_by_proxy
CAUSE = "tls.intercepted_untrusted"
ACCEPT = ("tls.untrusted",)  # for one host alone
BOX = "Example Inspection CA"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = product("page-elsewhere")
