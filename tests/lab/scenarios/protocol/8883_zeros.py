# SPDX-License-Identifier: MIT
"""What answers at 8883 behind TLS says nothing but zeros."""
from injections import ALL
from injections_reading import front

FAULTS = ("E02",)
INJECT = front("=tls:good:mqtt-zeros", ports=(8883,))
CAUSE = "mqtt.not_mqtt"
WORKS = {"direct": ALL - {"mqtt"}}
