# SPDX-License-Identifier: MIT
"""The hub answers MQTT without credentials by CONNACK 5: that it is not authorized."""
from injections_protocol import answered_by

FAULTS = ("E10",)
INJECT = answered_by("connack-5", 8883)
CAUSE = None
