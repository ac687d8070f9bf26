# SPDX-License-Identifier: MIT
"""The device asks its router for names, which has no resolver."""
from injections import GATEWAY_IN, resolvers

FAULTS = ("A09",)
INJECT = resolvers(GATEWAY_IN)
CAUSE = "dns.unreachable"
BOX = GATEWAY_IN
WORKS = {"direct": set()}
