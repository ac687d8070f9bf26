# SPDX-License-Identifier: MIT
"""The proxy and the direct way are open."""
from injections import ALL, WEB
from squids import squid_open

INJECT = ()
CAUSE = None
WORKS = {"direct": ALL, "proxy": WEB}
PROXY = squid_open
