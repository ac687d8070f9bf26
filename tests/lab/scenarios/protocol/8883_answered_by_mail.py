# SPDX-License-Identifier: MIT
"""Behind TLS a mail server answers at 8883: the port is forwarded to something else."""
from injections import ALL
from injections_protocol import answered_by

FAULTS = ("E02",)
INJECT = answered_by("smtp", 8883)
CAUSE = "mqtt.not_mqtt"
WORKS = {"direct": ALL - {"mqtt"}}
