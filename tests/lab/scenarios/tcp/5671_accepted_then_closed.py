# SPDX-License-Identifier: MIT
"""Something accepts 5671 for every address, and closes."""
from injections import ALL, instead

FAULTS = ("B15",)
INJECT = instead("close", 5671)
CAUSE = "tcp.closed_after_connect"
WORKS = {"direct": ALL - {"amqp"}}
