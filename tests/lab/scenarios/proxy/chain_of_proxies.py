# SPDX-License-Identifier: MIT
"""A squid passes everything on to another one, which lets it through."""
from injections import WEB, only_by_proxy
from injections_proxy import behind
from squids import squid_open

FAULTS = ()
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = behind(squid_open)
