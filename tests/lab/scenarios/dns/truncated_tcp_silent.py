# SPDX-License-Identifier: MIT
"""Every answer is too large for UDP, and the firewall takes DNS over TCP and never answers."""
from injections_dns import asks
from injections_path import redirected_to_silence

FAULTS = ("A17",)
INJECT = (asks("too-large"), redirected_to_silence(53))
CAUSE = "dns.truncated_tcp_blocked"
WORKS = {"direct": set()}
