# SPDX-License-Identifier: MIT
"""Replies come without the question that they are for: programs throw them away."""
from injections_direct import more_dns

FAULTS = ("A23",)
INJECT = more_dns("no-question")
CAUSE = "dns.bad_reply"
WORKS = {"direct": set()}
