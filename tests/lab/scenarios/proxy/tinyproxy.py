# SPDX-License-Identifier: MIT
"""A tinyproxy lets everything through."""
from injections import WEB, only_by_proxy
from proxies import tinyproxy_open

FAULTS = ()
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = tinyproxy_open
