# SPDX-License-Identifier: MIT
"""The hosts file has an old line of the hub, behind a #, and one of a longer name."""
from injections import DEAD, HUB_NAME, hosts

INJECT = hosts("# %s %s" % (DEAD, HUB_NAME), "%s backup-%s" % (DEAD, HUB_NAME))
CAUSE = None
