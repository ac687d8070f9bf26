# SPDX-License-Identifier: MIT
"""Over IPv6, which the device prefers, what answers at 8883 says nothing after TLS; over IPv4 it does."""
from injections import ALL
from injections_reading import box

FAULTS = ("E04",)
INJECT = box("=tls:good:silent", ports=(8883,), families=(6,))
CAUSE = "mqtt.no_answer"
ACCEPT = ("net.ipv6_broken",)  # over IPv4 it answers
WORKS = {"direct": ALL - {"mqtt"}}
