# SPDX-License-Identifier: MIT
"""Behind TLS a web server answers at 5671 (400 Bad Request)."""
from injections import ALL
from injections_protocol import answered_by

FAULTS = ("E02",)
INJECT = answered_by("http", 5671)
CAUSE = "amqp.not_amqp"
WORKS = {"direct": ALL - {"amqp"}}
