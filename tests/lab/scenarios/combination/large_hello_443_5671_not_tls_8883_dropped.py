# SPDX-License-Identifier: MIT
"""Large hellos are closed at 443, SSH is at 5671, and 8883 is dropped."""
from injections import firewall
from injections_reading import box
from injections_tls import faulty_server

FAULTS = ("C11", "C19", "B09")
INJECT = (box(">300=end:close"), faulty_server("ssh", 5671), firewall("tcp dport 8883 drop"))
CAUSE = "tls.large_client_hello"
ALSO = ("tls.not_tls", "tcp.drop")
WORKS = {"direct": set()}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
