# SPDX-License-Identifier: MIT
"""The device's resolver knows internal names only; the proxy, the only way out, resolves by itself."""
from injections import WEB, only_by_proxy
from injections_dns import NAMES, RESOLVER, at_once, resolvers, unbound
from injections_proxy import NOT_DIRECT
from lab import PROXY as PROXY_ADDRESS
from lab import PROXY_NAME
from proxies import squid_open

INJECT = (only_by_proxy, at_once(unbound('local-data: "%s. 300 IN A %s"' % (PROXY_NAME, PROXY_ADDRESS), without=NAMES), resolvers(RESOLVER)))
CAUSE = None
PROXY = squid_open
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
