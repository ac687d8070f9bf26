# SPDX-License-Identifier: MIT
"""The provider's router drops every ClientHello to 443 of more than 300 octets."""
from injections import PLAIN
from injections_provider import provider

FAULTS = ("C11",)
INJECT = provider("tcp dport 443 @ih,0,16 0x1603 @ih,24,16 > 300 drop")
CAUSE = "tls.large_client_hello"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
