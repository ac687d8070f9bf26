# SPDX-License-Identifier: MIT
"""The provider's router resets 5671."""
from injections import ALL
from injections_provider import provider

FAULTS = ("B01",)
INJECT = provider("tcp dport 5671 reject with tcp reset")
CAUSE = "tcp.reset"
WORKS = {"direct": ALL - {"amqp"}}
