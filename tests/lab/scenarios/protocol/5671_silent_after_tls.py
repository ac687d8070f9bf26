# SPDX-License-Identifier: MIT
"""TLS stands at 5671, and AMQP is never answered."""
from injections import ALL
from injections_protocol import answered_by

FAULTS = ("E04",)
INJECT = answered_by("silent", 5671)
CAUSE = "amqp.no_answer"
WORKS = {"direct": ALL - {"amqp"}}
