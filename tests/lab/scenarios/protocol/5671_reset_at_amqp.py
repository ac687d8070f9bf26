# SPDX-License-Identifier: MIT
"""TLS stands at 5671, and AMQP is answered by a reset."""
from injections import ALL
from injections_protocol import answered_by

FAULTS = ("E06",)
INJECT = answered_by("reset", 5671)
CAUSE = "amqp.app_reset"
WORKS = {"direct": ALL - {"amqp"}}
