# SPDX-License-Identifier: MIT
"""Port 80 is dropped, where revocation lists and OCSP would be; nothing of IoT Edge asks for them."""
from injections import firewall

FAULTS = ("C21",)
INJECT = firewall("tcp dport 80 drop")
CAUSE = None
