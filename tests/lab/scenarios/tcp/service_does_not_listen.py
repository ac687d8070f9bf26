# SPDX-License-Identifier: MIT
"""The hub itself no longer listens at 5671."""
from injections import ALL, cloud_input

FAULTS = ("B01",)
INJECT = cloud_input("tcp dport 5671 reject with tcp reset")
CAUSE = "tcp.reset"
WORKS = {"direct": ALL - {"amqp"}}
