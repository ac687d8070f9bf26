# SPDX-License-Identifier: MIT
"""A box at every port closes on what is no TLS."""
from injections import firewall

INJECT = firewall("meta l4proto tcp ct state new tcp flags & (fin|syn|rst|ack) != syn reject with tcp reset")
CAUSE = None
