# SPDX-License-Identifier: MIT
"""A box answers the hub's name at 443 with an alert, and the firewall drops 8883: AMQP alone is left."""
from injections import firewall
from injections_reading import box

FAULTS = ("C14", "B09")
INJECT = (box("contoso.azure-devices=alert:2:112"), firewall("tcp dport 8883 drop"))
CAUSE = "tls.alert"
ACCEPT = ("tls.sni_reset", "tcp.drop")  # two faults, each takes its ways
WORKS = {"direct": {"amqp"}}
BROKEN = ()
