# SPDX-License-Identifier: MIT
"""The hub asks for a client certificate at 5671 and 8883; at 443 the firewall inspects TLS, which the device trusts, and nobody asks."""
from injections_reading import box
from injections_tls import faulty_server
from squids import inspected_trust

FAULTS = ("C07", "C20")
INJECT = (faulty_server("asks:good", 5671, 8883), box("=tls:inspector:relay"))
CAUSE = "tls.intercepted_trusted"
ACCEPT = ("tls.client_cert_lost",)  # what the inspection takes away
WHERE = "firewall"
OPTIONS = ("--ca", inspected_trust)
