# SPDX-License-Identifier: MIT
"""The device's own firewall rejects what goes to the proxy; directly nothing gets out."""
from injections import device, only_by_proxy
from lab import PROXY as PROXY_ADDRESS
from lab import PROXY6
from squids import squid_open

FAULTS = ("B08", "D02")
INJECT = (only_by_proxy, device("ip daddr %s reject" % PROXY_ADDRESS, "ip6 daddr %s reject" % PROXY6))
CAUSE = "host.local_firewall"
ACCEPT = ("proxy.unreachable",)  # what comes of it
WHERE = "device"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
