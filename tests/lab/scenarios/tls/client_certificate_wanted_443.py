# SPDX-License-Identifier: MIT
"""What answers for the hub at 443 speaks TLS 1.3 and takes nobody without a certificate of its own CA."""
from injections import PLAIN
from injections_reading import front

FAULTS = ("C14", "C20")
INJECT = front("=tls:good+wants+1.3:relay")
CAUSE = "tls.alert"
WORKS = {"direct": PLAIN}
BROKEN = ()
