# SPDX-License-Identifier: MIT
"""The proxy is written with a slash behind its port."""
from injections import WEB, only_by_proxy
from squids import squid_open

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = lambda site: squid_open(site) + "/"
