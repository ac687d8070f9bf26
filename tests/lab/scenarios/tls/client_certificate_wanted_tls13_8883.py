# SPDX-License-Identifier: MIT
"""What answers for the hub at 8883 speaks TLS 1.3 and takes nobody without a certificate of its own CA."""
from injections import ALL
from injections_reading import front

FAULTS = ("C14", "C20")
INJECT = front("=tls:good+wants+1.3:relay", ports=(8883,))
CAUSE = "tls.alert"
WORKS = {"direct": ALL - {"mqtt"}}
