# SPDX-License-Identifier: MIT
"""The device's trust store lacks the root of all the services' certificates."""
from injections_device import other_roots

FAULTS = ("F10",)
INJECT = ()
CAUSE, WHERE = "host.trust_store", "device"
WORKS = {"direct": set()}
OPTIONS = ("--ca", other_roots)
