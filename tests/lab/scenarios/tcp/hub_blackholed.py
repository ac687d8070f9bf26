# SPDX-License-Identifier: MIT
"""A router on the way throws away what goes to the hub's addresses."""
from injections import HUB, HUB6, ip

FAULTS = ("B09",)
INJECT = (ip("firewall", "route add blackhole %s/32" % HUB, "route del blackhole %s/32" % HUB),
          ip("firewall", "-6 route add blackhole %s/128" % HUB6, "-6 route del blackhole %s/128" % HUB6))
CAUSE = "tcp.drop"
WHERE = ("firewall", "unknown")  # a host that is down would be as silent: no hop behind the firewall tells
WORKS, BROKEN = {"direct": set()}, ()
