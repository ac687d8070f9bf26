# SPDX-License-Identifier: MIT
"""What answers at 8883 sends back what it is sent: the port leads to something else."""
from injections import ALL
from injections_protocol import answered_by

FAULTS = ("E02",)
INJECT = answered_by("echo", 8883)
CAUSE = "mqtt.not_mqtt"
WORKS = {"direct": ALL - {"mqtt"}}
