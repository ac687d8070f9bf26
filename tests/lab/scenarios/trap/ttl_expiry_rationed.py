# SPDX-License-Identifier: MIT
"""Routers tell of an expired time to live once a second at most."""
from injections import chain

INJECT = chain("firewall", "output", ["icmp type time-exceeded limit rate over 1/second burst 1 packets drop", "icmpv6 type time-exceeded limit rate over 1/second burst 1 packets drop"])
CAUSE = None
