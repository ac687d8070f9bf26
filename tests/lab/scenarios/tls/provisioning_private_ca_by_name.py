# SPDX-License-Identifier: MIT
"""At the address of many services one, the provisioning service, presents a certificate of a CA that the device does not know."""
from injections import OTHER, OTHER6
from injections_reading import box, front

FAULTS = ("C09",)
INJECT = front("provisioning=tls:private:relay", of=(OTHER, OTHER6))
CAUSE = "tls.untrusted"
ACCEPT = ("tls.intercepted_untrusted",)  # a box that does so for one name looks the same
BROKEN = ("dps",)
