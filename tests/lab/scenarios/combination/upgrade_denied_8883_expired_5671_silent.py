# SPDX-License-Identifier: MIT
"""WebSockets are answered 502, the certificate at 8883 has expired, and 5671 says nothing after TLS."""
from injections_reading import front
from injections_tls import faulty_server

FAULTS = ("E07", "C15", "E04")
INJECT = (front("=tls:good:upgrade-502"), faulty_server("relay:expired", 8883), front("=tls:good:silent", ports=(5671,)))
CAUSE = "tls.expired"
ACCEPT = ("ws.upgrade_denied", "amqp.no_answer")  # three faults, each takes a protocol
ALSO = ("tls.expired", "ws.upgrade_denied", "amqp.no_answer")
WORKS = {"direct": {"https"}}
BROKEN = ()
