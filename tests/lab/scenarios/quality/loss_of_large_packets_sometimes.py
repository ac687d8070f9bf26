# SPDX-License-Identifier: MIT
"""Every second packet of more than 1,000 octets towards the device is lost."""
from injections import iptables

FAULTS = ("F02",)
INJECT = iptables("FORWARD -o in -p tcp -m length --length 1000:65535 -m statistic --mode nth --every 2 --packet 0 -j DROP")
CAUSE = "net.loss"
ACCEPT = (None, "net.slow_link") # no packet is lost for good: handshakes take some tenths of a second more
OPTIONS = ("--limit", 8)
