# SPDX-License-Identifier: MIT
"""The proxy works, and directly 8883 ends in a box whose CA the device does not know."""
from injections import ALL, WEB
from injections_tls import faulty_server
from squids import squid_open

FAULTS = ("C06",)
INJECT = faulty_server("relay:corp", 8883)
CAUSE = "tls.intercepted_untrusted"
ACCEPT = ("tls.untrusted",)  # for one host and port alone
WORKS = {"direct": ALL - {"mqtt"}, "proxy": WEB}
PROXY = squid_open
