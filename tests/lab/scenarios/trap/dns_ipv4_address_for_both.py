# SPDX-License-Identifier: MIT
"""To a question for an IPv6 address the router answers with the IPv4 address, which nobody minds."""
from injections_direct import more_dns

INJECT = more_dns("address-for-both")
CAUSE = None
