# SPDX-License-Identifier: MIT
"""5671 is refused 1.3 s after the question."""
from injections import ALL, cloud_input
from injections_direct import late_answers

FAULTS = ("B01",)
INJECT = (late_answers(5671, 1300), cloud_input("tcp dport 5671 reject with tcp reset"))
CAUSE = "tcp.reset"
WHERE = "unknown"
WORKS = {"direct": ALL - {"amqp"}}
OPTIONS = ("--limit", 5)
