# SPDX-License-Identifier: MIT
"""Behind TLS, 5671 and 8883 close on whatever is said: the application is not known there."""
from injections import WEB
from injections_reading import front

FAULTS = ("E04",)
INJECT = front("=tls:good:close", ports=(5671, 8883))
CAUSE = "mqtt.no_answer"
ACCEPT = ("amqp.no_answer",)  # two protocols, one fault
WORKS = {"direct": WEB}
