# SPDX-License-Identifier: MIT
"""The firewall drops at 443 whatever holds azure-devices, so that hub and provisioning are silent."""
from injections import PLAIN
from injections_reading import reads

FAULTS = ("C02",)
INJECT = reads("azure-devices", (443,), "DROP")
CAUSE = "tls.sni_drop"
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ("dps",)
