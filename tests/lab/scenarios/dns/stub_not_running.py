# SPDX-License-Identifier: MIT
"""resolv.conf names a resolver on the device itself, which does not run (a container's copy of 127.0.0.53)."""
from injections_dns import resolvers

FAULTS = ("A09", "E15", "F08")
INJECT = resolvers("127.0.0.53")
CAUSE = "dns.unreachable"
WHERE, BOX = "device", "127.0.0.53"
WORKS = {"direct": set()}
