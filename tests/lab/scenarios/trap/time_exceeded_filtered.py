# SPDX-License-Identifier: MIT
"""No router on the way tells that a packet's time to live was over: nobody can see the way."""
from injections import chain, firewall

INJECT = (chain("firewall", "output", ["icmp type time-exceeded drop", "icmpv6 type time-exceeded drop"]),
          firewall("icmp type time-exceeded drop", "icmpv6 type time-exceeded drop"))
CAUSE = None
