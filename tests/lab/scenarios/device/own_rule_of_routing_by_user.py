# SPDX-License-Identifier: MIT
"""A VPN client's rule leads the traffic of all ordinary users to a table that says unreachable."""
from injections_direct import policy_rule

FAULTS = ("B07",)
INJECT = policy_rule("ipproto", "tcp", "uidrange", "1000-65535", "lookup", "120", table_has="unreachable default")
CAUSE = "host.no_route"
ACCEPT = ("host.local_firewall",)  # the device itself refuses
WHERE = "device"
WORKS = {"direct": set()}
