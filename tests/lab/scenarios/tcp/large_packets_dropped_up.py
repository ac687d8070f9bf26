# SPDX-License-Identifier: MIT
"""The firewall drops what the device sends in packets of more than 1,300 octets, on IPv4."""
from injections import firewall, ip

FAULTS = ("B24",)
INJECT = (ip("client", "link set out gso_max_segs 1", "link set out gso_max_segs 65535"), # packets as they are on the wire
          firewall('iifname "in" ip length > 1300 ip protocol tcp drop'))
CAUSE, SEVERITY = "net.mtu_blackhole", "warning" # the handshakes and first words are short
OPTIONS = ("--ipv4",)
