# SPDX-License-Identifier: MIT
"""The first of two resolvers is gone, and a box at 443 closes on large hellos."""
from injections import PLAIN, resolvers
from injections_dns import DNS, SILENT_RESOLVER, dead
from injections_reading import box

FAULTS = ("A10", "C11")
INJECT = (dead(), resolvers(SILENT_RESOLVER, DNS), box(">300=end:close"))
CAUSE = "tls.large_client_hello"
ACCEPT = ("dns.slow_first_server",)  # it costs every lookup its time
ALSO = ("tls.large_client_hello",)
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
