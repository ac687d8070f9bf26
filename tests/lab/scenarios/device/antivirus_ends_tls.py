# SPDX-License-Identifier: MIT
"""A security program on the device itself ends TLS, with a certificate of its own that the device's runtime does not trust."""
from injections_direct import antivirus

FAULTS = ("C06", "B08")
INJECT = antivirus(443, 5671, 8883)
CAUSE = "tls.intercepted_untrusted"
WHERE = ("device", "unknown", "local_network")
WORKS = {"direct": set()}
