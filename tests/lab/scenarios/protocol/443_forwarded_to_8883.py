# SPDX-License-Identifier: MIT
"""A port forwarding leads 443 of the hub to its 8883."""
from injections import PLAIN
from injections_sites import led_to

FAULTS = ("E02",)
INJECT = led_to(443, 8883)
CAUSE = "http.unexpected"
ACCEPT = ("http.no_answer", "ws.upgrade_denied")  # MQTT's broker closes without a word
WORKS = {"direct": PLAIN}
BROKEN = ()
