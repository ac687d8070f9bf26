# SPDX-License-Identifier: MIT
"""What answers at the hub's address has a certificate of a CA that the device does not know."""
from injections_tls import HUB_PORTS, faulty_server

FAULTS = ("C09",)
INJECT = faulty_server("relay:private", *HUB_PORTS)
CAUSE = "tls.untrusted"
ACCEPT = ("tls.intercepted_untrusted",)  # an inspector that does so for the hub alone looks the same
WORKS = {"direct": set()}
BROKEN = ()
