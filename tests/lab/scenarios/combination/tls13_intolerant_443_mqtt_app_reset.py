# SPDX-License-Identifier: MIT
"""A box at 443 closes on TLS 1.3, and behind TLS at 8883 MQTT is answered by a reset."""
from injections_reading import box, front

FAULTS = ("C12", "E06")
INJECT = (box("1.3=end:close"), front("=tls:good:reset", ports=(8883,)))
CAUSE = "tls.tls13_intolerance"
ALSO = ("mqtt.app_reset",)
WORKS = {"direct": {"amqp"}}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
