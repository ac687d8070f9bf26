# SPDX-License-Identifier: MIT
"""The firewall forgets silent connections to 443 after 3 s, and resets what names the hub at 5671."""
from injections import ALL
from injections_protocol import forgets
from injections_tls import name_filter

FAULTS = ("E01", "C01")
INJECT = (forgets(3, 443), name_filter("reset", ports=(5671,)))
CAUSE = "net.idle_timeout"
ACCEPT = ("tls.sni_reset",)  # two faults, other ways are left
ALSO = ("tls.sni_reset",)
SEVERITY = "warning"
WORKS = {"direct": ALL - {"amqp"}}
OPTIONS = ("--hold", 6)
