"""A line of the device's hosts file gives the hub's name its right address."""
from injections import HUB, HUB_NAME, hosts

INJECT = hosts("%s %s" % (HUB, HUB_NAME))
CAUSE = None
