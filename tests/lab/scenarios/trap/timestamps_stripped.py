# SPDX-License-Identifier: MIT
"""The firewall takes timestamps and selective acknowledgements out of TCP's options."""
from injections import iptables

FAULTS = ("B22",)
INJECT = iptables("-t mangle FORWARD -p tcp -j TCPOPTSTRIP --strip-options timestamp,sack-permitted")
CAUSE = None
