# SPDX-License-Identifier: MIT
"""The provider's router, not the site's firewall, drops 8883."""
from injections import ALL
from injections_provider import UPLINK, UPLINK6, provider

FAULTS = ("B09",)
INJECT = provider("tcp dport 8883 drop")
CAUSE = "tcp.drop"
BOX = (UPLINK, UPLINK6) # the last one that answers a SYN to that port
WORKS = {"direct": ALL - {"mqtt"}}
