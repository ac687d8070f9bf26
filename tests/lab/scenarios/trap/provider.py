# SPDX-License-Identifier: MIT
"""Another router stands between the site's firewall and the cloud, and all is well."""
from injections_provider import provider

INJECT = provider()
CAUSE = None
