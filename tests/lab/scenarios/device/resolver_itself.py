# SPDX-License-Identifier: MIT
"""The device's resolv.conf names the device itself, where no resolver runs."""
from injections_device import resolv_conf

FAULTS = ("F08",)
INJECT = resolv_conf("nameserver 127.0.0.1\n")
CAUSE = "dns.unreachable"
WHERE = "device"
WORKS = {"direct": set()}
