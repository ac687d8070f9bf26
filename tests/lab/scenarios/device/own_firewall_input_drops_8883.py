# SPDX-License-Identifier: MIT
"""The device's own firewall drops the answers of 8883 as they come in."""
from injections import ALL, chain

FAULTS = ("B08",)
INJECT = chain("client", "input", ["tcp sport 8883 drop"])
CAUSE = "tcp.drop"
ACCEPT = ("host.local_firewall",) # what is dropped on arrival never arrived, for who may not read the rules
WORKS = {"direct": ALL - {"mqtt"}}
