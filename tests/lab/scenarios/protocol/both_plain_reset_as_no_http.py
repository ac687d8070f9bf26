# SPDX-License-Identifier: MIT
"""A firewall resets whatever is no HTTP behind TLS that it ends for the hub at all ports, with the hub's own certificate."""
from injections import WEB
from injections_reading import front

FAULTS = ("E06",)
INJECT = front("=tls:good:reset", ports=(5671, 8883))
CAUSE = "mqtt.app_reset"
ACCEPT = ("amqp.app_reset",)  # two protocols, one fault
WORKS = {"direct": WEB}
