# SPDX-License-Identifier: MIT
"""The device's resolv.conf is damaged."""
from injections_device import resolv_conf

FAULTS = ("F08",)
INJECT = resolv_conf("nameserver nonsense\noptions bogus\n\0\1")
CAUSE = "dns.unreachable"
WHERE = "device"
WORKS = {"direct": set()}
