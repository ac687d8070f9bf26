# SPDX-License-Identifier: MIT
"""What answers for the hub has a certificate of a CA that the device does not know, and sends that CA's own, too."""
from injections_reading import box, front
from injections_tls import HUB_PORTS

FAULTS = ("C09",)
INJECT = front("=tls:rooted:relay", ports=HUB_PORTS)
CAUSE = "tls.untrusted"
ACCEPT = ("tls.intercepted_untrusted",)  # a box that does so for the hub alone looks the same
WORKS = {"direct": set()}
BROKEN = ()
