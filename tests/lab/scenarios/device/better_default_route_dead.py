# SPDX-License-Identifier: MIT
"""The device has two default routes of IPv4, and the router of the preferred one is gone; the resolver is on its own network."""
from injections_device import NOBODY
from injections_direct import preferred_by_site, second_default
from injections_dns import dnsmasq

FAULTS = ("B06",)
INJECT = (dnsmasq(), preferred_by_site, second_default(NOBODY))
CAUSE = "host.link_down"
WORKS = {"direct": set()}
OPTIONS = ("--ipv4",)
