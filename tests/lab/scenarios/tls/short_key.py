# SPDX-License-Identifier: MIT
"""What answers for the hub at 5671 has a key of 1024 bits, which OpenSSL takes from nobody any more."""
from injections import ALL
from injections_reading import front

FAULTS = ("C09",)
INJECT = front("=tls:short-key+weak:relay", ports=(5671,))
CAUSE = "tls.untrusted"
ACCEPT = ("tls.cipher",)  # a matter of the level of security, as suites are
WORKS = {"direct": ALL - {"amqp"}}
