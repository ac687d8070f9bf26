# SPDX-License-Identifier: MIT
"""A rule of the device's own policy routing throws away what goes to 5671."""
from injections import ALL
from injections_direct import policy_rule

FAULTS = ("B07",)
INJECT = policy_rule("ipproto", "tcp", "dport", "5671", "blackhole")
CAUSE = "host.no_route"
ACCEPT = ("host.local_firewall",)
WHERE = "device"
WORKS = {"direct": ALL - {"amqp"}}
