# SPDX-License-Identifier: MIT
"""The hub speaks TLS 1.2 at most, with a key of RSA, one suite, and a heavy chain with the root in it."""
from injections_reading import front
from injections_tls import HUB_PORTS

INJECT = front("=tls:heavy+1.2+rsa-aes256:relay", ports=HUB_PORTS)
CAUSE = None
