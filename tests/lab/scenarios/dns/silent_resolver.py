# SPDX-License-Identifier: MIT
"""The resolver takes questions and gives no answer."""
from injections_dns import asks

FAULTS = ("A08",)
INJECT = asks("silent")
CAUSE = "dns.timeout"
WORKS = {"direct": set()}
