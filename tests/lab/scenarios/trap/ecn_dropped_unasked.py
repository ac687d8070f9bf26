# SPDX-License-Identifier: MIT
"""The firewall drops connection attempts that ask for ECN, which this device does not."""
from injections import iptables

INJECT = iptables("FORWARD -p tcp --syn -m ecn --ecn-tcp-ece -j DROP")
CAUSE = None
