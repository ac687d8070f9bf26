# SPDX-License-Identifier: MIT
"""The device's store lacks the root of the services' chains."""
from injections_tls import other_roots

FAULTS = ("C22", "F10")
INJECT = ()
CAUSE = "host.trust_store"
WHERE = "device"
WORKS = {"direct": set()}
OPTIONS = ("--ca", other_roots)
