# SPDX-License-Identifier: MIT
"""The firewall rejects AMQP by ICMP, port unreachable, when it has seen six packets of it."""
from injections import ALL
from injections_reading import after_packets

FAULTS = ("E06",)
INJECT = after_packets(6, (5671,), "REJECT")
CAUSE = "net.cut_after_data"
ACCEPT = ("amqp.app_reset",)  # recognised as AMQP or counted
WORKS = {"direct": ALL - {"amqp"}}
