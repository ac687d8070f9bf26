# SPDX-License-Identifier: MIT
"""What answers for the hub at 8883 takes nobody without a certificate of its own CA."""
from injections import ALL
from injections_tls import faulty_server

FAULTS = ("C13", "C14")
INJECT = faulty_server("wants:good", 8883)
CAUSE = "tls.alert"
ACCEPT = ("tls.cipher",)  # TLS 1.2 has one alert for both, handshake_failure
WORKS = {"direct": ALL - {"mqtt"}}
