# SPDX-License-Identifier: MIT
"""MQTT is reset behind TLS at 8883, 5671 is rejected by ICMP, and the hub's name is dropped at 443."""
from injections import firewall
from injections_reading import front
from injections_tls import name_filter

FAULTS = ("E06", "B03", "C02")
INJECT = (front("=tls:good:reset", ports=(8883,)), firewall("tcp dport 5671 reject with icmpx admin-prohibited"), name_filter("drop"))
CAUSE = "tls.sni_drop"
ACCEPT = ("tcp.admin_prohibited", "mqtt.app_reset")  # three faults of equal weight: no protocol is left
ALSO = ("tls.sni_drop", "tcp.admin_prohibited", "mqtt.app_reset")
WORKS = {"direct": set()}
BROKEN = ()
