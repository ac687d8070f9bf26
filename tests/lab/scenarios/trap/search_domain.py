# SPDX-License-Identifier: MIT
"""The device has search domains, in which there is no such name."""
from injections_dns import DNS, resolvers

INJECT = resolvers(DNS, options="search corp.example plant.corp.example\noptions ndots:2\n")
CAUSE = None
