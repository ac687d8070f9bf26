# SPDX-License-Identifier: MIT
"""The firewall sends every connection to 5671, whoever it is for, to a server in the cloud that never answers."""
from injections import ALL, instead

FAULTS = ("B12",)
INJECT = instead("silent", 5671)
CAUSE, WHERE = "tcp.intercepted", "firewall"
WORKS = {"direct": ALL - {"amqp"}}
