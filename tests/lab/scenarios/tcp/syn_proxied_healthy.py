# SPDX-License-Identifier: MIT
"""SYN protection answers for all the hub's ports, and what is behind it answers."""
from injections_path import syn_proxied

INJECT = syn_proxied(443, 5671, 8883)
CAUSE = None
