# SPDX-License-Identifier: MIT
"""Every reply of the resolver arrives damaged."""
from injections_dns import RESOLVER, asks

FAULTS = ("A23",)
INJECT = asks("damaged")
CAUSE = "dns.bad_reply"
BOX = RESOLVER
WORKS = {"direct": set()}
