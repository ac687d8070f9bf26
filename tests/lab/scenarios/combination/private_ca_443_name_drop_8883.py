# SPDX-License-Identifier: MIT
"""443 of the hub has a private CA's certificate, and the firewall drops what names it at 5671 and 8883."""
from injections import HUB_NAME
from injections_reading import reads
from injections_tls import faulty_server

FAULTS = ("C09", "C02")
INJECT = (faulty_server("relay:private", 443), reads(HUB_NAME, (5671, 8883), "DROP"))
CAUSE = "tls.untrusted"
ACCEPT = ("tls.intercepted_untrusted", "tls.sni_drop")  # two faults, no way left
ALSO = ("tls.sni_drop",)
WORKS = {"direct": set()}
BROKEN = ()
