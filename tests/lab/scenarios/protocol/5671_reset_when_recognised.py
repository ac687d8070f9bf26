# SPDX-License-Identifier: MIT
"""The firewall recognises AMQP by the first packets after TLS, and resets it."""
from injections import ALL
from injections_protocol import RESET, cut_after

FAULTS = ("E06",)
INJECT = cut_after(6, "packets", [5671], RESET)
CAUSE = "amqp.app_reset"
WHERE = "firewall"
WORKS = {"direct": ALL - {"amqp"}}
