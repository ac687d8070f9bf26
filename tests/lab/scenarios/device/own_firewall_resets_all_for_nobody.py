# SPDX-License-Identifier: MIT
"""An owner rule of the device's own iptables resets all TCP of a service's user."""
from injections import iptables

FAULTS = ("B08",)
INJECT = iptables("OUTPUT -p tcp -m owner --uid-owner nobody -j REJECT --reject-with tcp-reset", ns="client")
CAUSE = "host.local_firewall"
ACCEPT = ("tcp.reset",) # no port is let out: nothing tells this device's rules from those of a box beside it
WORKS = {"direct": set()}
