# SPDX-License-Identifier: MIT
"""What answers at 5671 repeats AMQP's header and says nothing more."""
from injections import ALL
from injections_reading import front

FAULTS = ("E04",)
INJECT = front("=tls:good:amqp-header", ports=(5671,))
CAUSE = "amqp.no_answer"
WORKS = {"direct": ALL - {"amqp"}}
