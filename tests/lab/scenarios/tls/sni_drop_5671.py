# SPDX-License-Identifier: MIT
"""A firewall drops packets to 5671 that hold the hub's name; other ports pass."""
from injections import ALL
from injections_tls import name_filter

FAULTS = ("C02",)
INJECT = name_filter("drop", ports=(5671,))
CAUSE = "tls.sni_drop"
WHERE = "firewall"
WORKS = {"direct": ALL - {"amqp"}}
