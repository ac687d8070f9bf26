# SPDX-License-Identifier: MIT
"""The device's hosts file has the proxy's old address, where nobody is."""
from injections import DEAD, hosts
from injections import only_by_proxy
from lab import PROXY_NAME
from squids import squid_open

FAULTS = ("F07", "D02")
INJECT = (only_by_proxy, hosts("192.0.2.140 " + PROXY_NAME))
CAUSE = "proxy.unreachable"
ACCEPT = ("host.hosts_override",)  # why
WHERE = ("device", "proxy")
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
OPTIONS = ("--limit", 4)
