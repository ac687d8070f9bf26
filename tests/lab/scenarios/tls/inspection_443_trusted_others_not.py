# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at every port; the device trusts the CA of the box at 443, and not that of the one at 5671 and 8883."""
from injections import WEB
from injections_reading import box, front
from injections_tls import inspected
from squids import inspected_trust

FAULTS = ("C06", "C07", "E12")
INJECT = (box("=tls:inspector:relay"), front("=tls:private:relay", ports=(5671, 8883), of=None))
CAUSE = "tls.intercepted_untrusted"
ACCEPT = ("tls.untrusted", "tls.intercepted_trusted")  # only the hub is at 5671 and 8883, and all of 443 is inspected
WORKS = {"direct": WEB}
OPTIONS = ("--ca", inspected_trust)
