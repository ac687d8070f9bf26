# SPDX-License-Identifier: MIT
"""The proxy is the only way out, and the cloud is 200 ms behind it."""
from injections import WEB, only_by_proxy
from injections_path import delayed
from injections_proxy import NOT_DIRECT
from proxies import squid_open

INJECT = (only_by_proxy, delayed(100))
CAUSE = None
PROXY = squid_open
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
OPTIONS = ("--limit", 6)
