# SPDX-License-Identifier: MIT
"""The hub's front end at 8883 sends half a CONNACK and closes."""
from injections import ALL
from injections_reading import front

FAULTS = ("E02",)
INJECT = front("=tls:good:connack-half", ports=(8883,))
CAUSE = "mqtt.no_answer"
ACCEPT = ("mqtt.not_mqtt",)  # half of one is none
WORKS = {"direct": ALL - {"mqtt"}}
