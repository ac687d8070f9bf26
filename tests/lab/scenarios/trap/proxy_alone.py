# SPDX-License-Identifier: MIT
"""The proxy is the only way out, as the site means it: AMQP over WebSocket goes through it."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from proxies import squid_open

INJECT = only_by_proxy
CAUSE = None
PROXY = squid_open
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
