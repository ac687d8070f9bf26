# SPDX-License-Identifier: MIT
"""A port forwarding leads 8883 of the hub to its 5671."""
from injections import ALL
from injections_sites import led_to

FAULTS = ("E02",)
INJECT = led_to(8883, 5671)
CAUSE = "mqtt.not_mqtt"
ACCEPT = ("mqtt.no_answer", "mqtt.app_reset")  # AMQP's broker may close without a word
WORKS = {"direct": ALL - {"mqtt"}}
