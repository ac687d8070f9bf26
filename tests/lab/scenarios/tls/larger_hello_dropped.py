# SPDX-License-Identifier: MIT
"""A box on the way drops a ClientHello of more than 1400 octets; that of IoT Edge is smaller."""
from injections_tls import large_hello

FAULTS = ("C11",)
INJECT = large_hello(1400)
CAUSE = None
