# SPDX-License-Identifier: MIT
"""The hub's name is an alias of a host in another zone, as Azure's are."""
from injections_dns import asks
from lab import HUB_NAME

INJECT = asks("alias:ihsu-prod-am3-007.cloudapp.azure.com", HUB_NAME)
CAUSE = None
