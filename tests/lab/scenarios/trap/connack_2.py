# SPDX-License-Identifier: MIT
"""The hub answers MQTT without credentials by CONNACK 2: that the client id is refused."""
from injections_protocol import answered_by

FAULTS = ("E10",)
INJECT = answered_by("connack-2", 8883)
CAUSE = None
