# SPDX-License-Identifier: MIT
"""What answers for the hub at 8883 reads the hello and resets without a word."""
from injections import ALL
from injections_reading import front

FAULTS = ("B15",)
INJECT = front("=end:reset", ports=(8883,))
CAUSE = "tcp.closed_after_connect"
ACCEPT = ("tls.injected_reset",)  # the same, as it looks
WORKS = {"direct": ALL - {"mqtt"}}
