# SPDX-License-Identifier: MIT
"""The hosts file has the hub, with the address that DNS gives."""
from injections import HUB, hosts
from lab import HUB_NAME

INJECT = hosts("%s %s" % (HUB, HUB_NAME))
CAUSE = None
