# SPDX-License-Identifier: MIT
"""A route of the device itself swallows the registry's addresses."""
from injections import MCR, MCR6, ip

FAULTS = ("B07",)
INJECT = (ip("client", "route add blackhole %s/32" % MCR, "route del blackhole %s/32" % MCR),
          ip("client", "-6 route add blackhole %s/128" % MCR6, "-6 route del blackhole %s/128" % MCR6))
CAUSE, WHERE = "host.no_route", "device"
BROKEN = ("mcr", "mcr_data")
