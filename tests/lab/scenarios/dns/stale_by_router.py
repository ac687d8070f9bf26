# SPDX-License-Identifier: MIT
"""The site's router has a fixed address for the hub from years ago (dnsmasq address=), which nobody has any more; the
second resolver knows the right one."""
from injections import DEAD, GATEWAY_IN, firewall, resolvers
from injections_dns import DNS, dnsmasq
from lab import HUB_NAME

FAULTS = ("A25",)
INJECT = (dnsmasq("--filter-AAAA", "--address=/%s/%s" % (HUB_NAME, DEAD)), resolvers(GATEWAY_IN, DNS), firewall("ip daddr %s drop" % DEAD))
CAUSE = "dns.stale"
BOX = GATEWAY_IN
WORKS = {"direct": set()} # programs believe the first resolver
BROKEN = ()
OPTIONS = ("--ipv4",)
ACCEPT = ("tcp.one_of_two_dead",) # two resolvers, two addresses, one of them dead: what a balanced name looks like, too
