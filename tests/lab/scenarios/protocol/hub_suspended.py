# SPDX-License-Identifier: MIT
"""The hub is suspended: 443 says 403 in its words, MQTT is not authorized."""
from injections import PLAIN
from injections_reading import front

FAULTS = ("D37",)
INJECT = (front("=tls:good:suspended"), front("=tls:good:connack-5", ports=(8883,)))
CAUSE = "http.denied"
WHERE = "service"
WORKS = {"direct": PLAIN}
BROKEN = ()
