# SPDX-License-Identifier: MIT
"""The firewall drops all ICMP, and sends none itself."""
from injections import chain, firewall

INJECT = (firewall("meta l4proto { icmp, icmpv6 } drop"),
          chain("firewall", "output", ["meta l4proto icmp drop", "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, echo-reply } drop"]))
CAUSE = None
