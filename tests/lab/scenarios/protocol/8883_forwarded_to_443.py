# SPDX-License-Identifier: MIT
"""A port forwarding leads 8883 of the hub to its 443."""
from injections import ALL
from injections_sites import led_to

FAULTS = ("E02",)
INJECT = led_to(8883, 443)
CAUSE = "mqtt.not_mqtt"
WORKS = {"direct": ALL - {"mqtt"}}
