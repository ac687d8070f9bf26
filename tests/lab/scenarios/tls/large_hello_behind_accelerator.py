# SPDX-License-Identifier: MIT
"""An accelerator splits connections to 8883, and behind it a box drops a ClientHello of more than 300 octets."""
from injections import ALL
from injections_protocol import accelerated
from injections_sites import sent_on

FAULTS = ("C11", "B12")
INJECT = (accelerated(8883), sent_on("out", "tcp dport 8883 @ih,0,16 0x1603 @ih,24,16 > 300 drop"))
CAUSE = "tls.large_client_hello"
WORKS = {"direct": ALL - {"mqtt"}}
