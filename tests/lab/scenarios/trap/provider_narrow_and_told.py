# SPDX-License-Identifier: MIT
"""A link of the provider is narrow and says so, and the firewall lets it say so."""
from injections_provider import provider

INJECT = provider(mtu=1300)
CAUSE = None
