# SPDX-License-Identifier: MIT
"""The device's only resolver has an IPv6 address."""
from injections_dns import resolvers
from lab import DNS6

INJECT = resolvers(DNS6)
CAUSE = None
