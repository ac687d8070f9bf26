# SPDX-License-Identifier: MIT
"""The resolver has two addresses and answers from the other one: no program takes that."""
from injections_direct import answers_from_elsewhere
from injections_dns import asks_unbound

FAULTS = ("A23",)
INJECT = (asks_unbound(), answers_from_elsewhere)
CAUSE = "dns.timeout"
ACCEPT = ("dns.bad_reply",)  # for who looks at what else arrives
WORKS = {"direct": set()}
