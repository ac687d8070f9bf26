# SPDX-License-Identifier: MIT
"""The device's resolver knows internal names only, which is well, as the proxy resolves; and the proxy refuses the hub."""
from injections import only_by_proxy
from injections_dns import NAMES, RESOLVER, at_once, resolvers, unbound
from injections_proxy import NOT_DIRECT
from lab import PROXY as PROXY_ADDRESS
from lab import PROXY_NAME
from proxies import squid_denies_hub

FAULTS = ("A01", "D13")
INJECT = (only_by_proxy, at_once(unbound('local-data: "%s. 300 IN A %s"' % (PROXY_NAME, PROXY_ADDRESS), without=NAMES), resolvers(RESOLVER)))
CAUSE, WHERE = "proxy.connect_denied_host", "proxy"
PROXY = squid_denies_hub
WORKS, BROKEN = {"direct": set(), "proxy": set()}, NOT_DIRECT
