# SPDX-License-Identifier: MIT
"""The provisioning service answers 500, and the registry is inspected under a CA that the device does not know."""
from injections import MCR, MCR6, OTHER, OTHER6
from injections_reading import box, front

FAULTS = ("D37", "C06")
INJECT = (front("provisioning=tls:good:500", of=(OTHER, OTHER6)), box("mcr.microsoft=tls:inspector:relay", of=(MCR, MCR6)))
CAUSE = "tls.intercepted_untrusted"
ACCEPT = ("http.unexpected", "tls.untrusted",)  # two services, two faults
ALSO = ("http.unexpected",)
BROKEN = ("dps", "mcr")
