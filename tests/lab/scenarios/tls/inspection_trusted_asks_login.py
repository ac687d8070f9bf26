# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 443, which the device trusts, and wants a proxy's login for WebSockets."""
from injections import ALL
from injections_reading import box
from squids import inspected_trust

FAULTS = ("C07", "E07")
INJECT = box("=tls:inspector:upgrade-407")
CAUSE = "tls.intercepted_trusted"
ACCEPT = ("ws.upgrade_denied",)  # what the inspection does to them
WHERE = "firewall"
WORKS = {"direct": ALL - {"amqp_ws", "mqtt_ws"}}
OPTIONS = ("--ca", inspected_trust)
