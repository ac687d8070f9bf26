# SPDX-License-Identifier: MIT
"""A link of the provider is narrow and says so; the site's firewall drops all ICMP from outside, so the device never learns."""
from injections import firewall
from injections_provider import provider

FAULTS = ("B24",)
INJECT = (provider(mtu=1300), firewall('iifname "isp" meta l4proto { icmp, icmpv6 } drop'))
CAUSE, SEVERITY = "net.mtu_blackhole", "warning" # the handshakes and first words are short
