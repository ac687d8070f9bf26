# SPDX-License-Identifier: MIT
"""A port forwarding leads 5671 of the hub to its 8883."""
from injections import ALL
from injections_sites import led_to

FAULTS = ("E02",)
INJECT = led_to(5671, 8883)
CAUSE = "amqp.not_amqp"
ACCEPT = ("amqp.no_answer", "amqp.app_reset")  # MQTT's broker closes without a word
WORKS = {"direct": ALL - {"amqp"}}
