# SPDX-License-Identifier: MIT
"""A line of the device's hosts file gives the hub's name another server's address."""
from injections import HUB_NAME, MCR, hosts

FAULTS = ("F07",)
INJECT = hosts("%s %s" % (MCR, HUB_NAME))
CAUSE, WHERE = "host.hosts_override", "device"
WORKS, BROKEN = {"direct": {"https", "amqp_ws", "mqtt_ws"}}, () # the lab's servers share one certificate and one 443
