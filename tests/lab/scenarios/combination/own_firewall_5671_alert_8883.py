# SPDX-License-Identifier: MIT
"""The device's own firewall rejects 5671, and what answers at 8883 breaks off with an alert."""
from injections import WEB, device
from injections_reading import front

FAULTS = ("B08", "C14")
INJECT = (device("tcp dport 5671 reject"), front("=alert:2:80", ports=(8883,)))
CAUSE = "host.local_firewall"
ACCEPT = ("tls.alert",)  # two faults, other ways are left
ALSO = ("tls.alert",)
WORKS = {"direct": WEB}
