# SPDX-License-Identifier: MIT
"""The hub answers AMQP's header with that of another layer (without SASL), as the standard has it."""
from injections_protocol import answered_by

FAULTS = ("E11",)
INJECT = answered_by("amqp-plain", 5671)
CAUSE = None
