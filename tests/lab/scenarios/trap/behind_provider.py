# SPDX-License-Identifier: MIT
"""Nothing is wrong; there is a provider's router between the site's firewall and the cloud."""
from injections_provider import provider

INJECT = provider()
CAUSE = None
