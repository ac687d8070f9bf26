# SPDX-License-Identifier: MIT
"""What answers for the hub takes nobody without a certificate, at 443 in TLS 1.3, at 5671 and 8883 in TLS 1.2."""
from injections_reading import front

FAULTS = ("C13", "C14", "C20")
INJECT = (front("=tls:good+wants+1.3:relay"), front("=tls:good+wants+1.2:relay", ports=(5671, 8883)))
CAUSE = "tls.alert"
ACCEPT = ("tls.cipher",)  # TLS 1.2 has one alert for both, handshake_failure
WORKS = {"direct": set()}
BROKEN = ()
