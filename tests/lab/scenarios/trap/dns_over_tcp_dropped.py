# SPDX-License-Identifier: MIT
"""The firewall drops DNS over TCP; every answer fits into UDP."""
from injections import firewall

INJECT = firewall("tcp dport 53 drop")
CAUSE = None
