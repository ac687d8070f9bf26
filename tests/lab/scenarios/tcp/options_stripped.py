# SPDX-License-Identifier: MIT
"""A box on the way clamps the segment size and strips TCP's options; all works."""
from injections import iptables

FAULTS = ("B22",)
INJECT = (iptables("-t mangle FORWARD -p tcp --syn -j TCPMSS --set-mss 900"),
          iptables("-t mangle FORWARD -p tcp -j TCPOPTSTRIP --strip-options wscale,sack-permitted,timestamp"))
CAUSE = None
