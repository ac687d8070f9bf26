# SPDX-License-Identifier: MIT
"""The device's only resolver has an address of the link, as router advertisements give it."""
from injections_direct import link_local_resolver

INJECT = link_local_resolver
CAUSE = None
