# SPDX-License-Identifier: MIT
"""The firewall's SYN protection completes each handshake before it opens its own, and passes everything."""
from injections_path import syn_proxied
from injections_protocol import HUB_PORTS

INJECT = syn_proxied(*HUB_PORTS)
CAUSE = None
