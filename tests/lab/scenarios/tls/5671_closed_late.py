# SPDX-License-Identifier: MIT
"""What answers for the hub at 5671 takes the hello and closes after 1.4 s."""
from injections import ALL
from injections_reading import front

FAULTS = ("B15",)
INJECT = front("=late:close:1.4", ports=(5671,))
CAUSE = "tcp.closed_after_connect"
WORKS = {"direct": ALL - {"amqp"}}
