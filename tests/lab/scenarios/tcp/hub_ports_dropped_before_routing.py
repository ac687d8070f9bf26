# SPDX-License-Identifier: MIT
"""The firewall drops AMQP and MQTT in its raw table, before it looks at where packets go."""
from injections import ALL, GATEWAY_IN, GATEWAY_IN6, PLAIN, chain

FAULTS = ("B09",)
INJECT = chain("firewall", "prerouting", ["tcp dport { 5671, 8883 } drop"], priority="-300")
CAUSE = "tcp.drop"
WHERE, BOX = ("unknown", "local_network", "firewall"), (GATEWAY_IN, GATEWAY_IN6)
WORKS = {"direct": ALL - PLAIN}
