# SPDX-License-Identifier: MIT
"""A squid lets everything through."""
from injections import WEB, only_by_proxy
from squids import squid_open

FAULTS = ()
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = squid_open
