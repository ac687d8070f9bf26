# SPDX-License-Identifier: MIT
"""The hub's IPv6 address at 8883 is somebody's SSH; the device prefers IPv6."""
from injections import ALL
from injections_reading import box

FAULTS = ("C19",)
INJECT = box("=vnc", ports=(8883,), families=(6,))
CAUSE = "tls.not_tls"
ACCEPT = ("net.ipv6_broken",)  # over IPv4 MQTT answers
WORKS = {"direct": ALL - {"mqtt"}}
