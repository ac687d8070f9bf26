# SPDX-License-Identifier: MIT
"""What answers for the hub at 8883 reads the hello and closes without a word."""
from injections import ALL
from injections_reading import front

FAULTS = ("B15",)
INJECT = front("=end:close", ports=(8883,))
CAUSE = "tcp.closed_after_connect"
ACCEPT = ("tls.alert", "tls.handshake_stall")  # it ends TLS without a word
WORKS = {"direct": ALL - {"mqtt"}}
