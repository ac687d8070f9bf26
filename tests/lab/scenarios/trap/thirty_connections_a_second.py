# SPDX-License-Identifier: MIT
"""The firewall drops new connections beyond thirty a second; IoT Edge opens one now and then."""
from injections_path import new_connections

INJECT = new_connections(30, 15)
CAUSE = None
OPTIONS = ("--limit", 4)
