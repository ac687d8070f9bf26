# SPDX-License-Identifier: MIT
"""The firewall inspects TLS at 443, which the device does not trust, and drops 5671: MQTT alone is left."""
from injections import firewall
from injections_tls import inspected

FAULTS = ("C06", "B09")
INJECT = (inspected(443), firewall("tcp dport 5671 drop"))
CAUSE = "tls.intercepted_untrusted"
ALSO = ("tcp.drop",)
WHERE = "firewall"
WORKS = {"direct": {"mqtt"}}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
