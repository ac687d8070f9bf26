# SPDX-License-Identifier: MIT
"""The device's resolv.conf names no resolver."""
from injections_device import resolv_conf

FAULTS = ("F08",)
INJECT = resolv_conf("# nothing\n")
CAUSE = "dns.unreachable"
WHERE = "device"
WORKS = {"direct": set()}
