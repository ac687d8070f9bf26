# SPDX-License-Identifier: MIT
"""A SOCKS proxy denies port 443."""
from injections import only_by_proxy
from injections_proxy import dante_blocks_443

FAULTS = ("D34",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_port"
ACCEPT = ("proxy.kind_unsupported", "proxy.access_denied")  # IoT Edge has no SOCKS either way; nothing that was asked may have passed
WORKS = {"direct": set(), "proxy": set()}
PROXY = dante_blocks_443
