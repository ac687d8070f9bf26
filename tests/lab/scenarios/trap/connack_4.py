# SPDX-License-Identifier: MIT
"""The hub answers MQTT without credentials by CONNACK 4: that user or password are wrong."""
from injections_protocol import answered_by

FAULTS = ("E10",)
INJECT = answered_by("connack-4", 8883)
CAUSE = None
