# SPDX-License-Identifier: MIT
"""The proxy is the only way out and lets CONNECT through to 443 alone, which is all that IoT Edge asks of a proxy."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from proxies import tinyproxy_443_only

INJECT = only_by_proxy
CAUSE = None
PROXY = tinyproxy_443_only
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
