# SPDX-License-Identifier: MIT
"""A rule of the device's own policy routing prohibits 8883."""
from injections import ALL
from injections_direct import policy_rule

FAULTS = ("B07",)
INJECT = policy_rule("ipproto", "tcp", "dport", "8883", "prohibit")
CAUSE = "host.no_route"
ACCEPT = ("host.local_firewall",)  # the device itself refuses
WHERE = "device"
WORKS = {"direct": ALL - {"mqtt"}}
