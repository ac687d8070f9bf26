# SPDX-License-Identifier: MIT
"""The firewall inspects 443, which the device trusts, and the certificate at 8883 has expired."""
from injections import ALL
from injections_reading import box
from injections_tls import faulty_server
from squids import inspected_trust

FAULTS = ("C07", "C15")
INJECT = (box("=tls:inspector:relay"), faulty_server("relay:expired", 8883))
CAUSE = "tls.intercepted_trusted"
ACCEPT = ("tls.expired",)  # two faults, other ways are left
ALSO = ("tls.expired", "tls.intercepted_trusted")
WORKS = {"direct": ALL - {"mqtt"}}
OPTIONS = ("--ca", inspected_trust)
