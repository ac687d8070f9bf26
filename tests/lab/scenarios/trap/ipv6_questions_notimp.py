# SPDX-License-Identifier: MIT
"""To a question for an IPv6 address the resolver answers that it does not know the type; the IPv4 address comes as it should."""
from injections_dns import asks

FAULTS = ("A13",)
INJECT = asks("aaaa-notimp")
CAUSE = None # glibc takes the IPv4 address
