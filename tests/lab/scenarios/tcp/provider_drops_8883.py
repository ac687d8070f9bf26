# SPDX-License-Identifier: MIT
"""The provider's router, not the site's firewall, drops 8883."""
from injections import ALL
from injections_provider import provider

FAULTS = ("B09",)
INJECT = provider("tcp dport 8883 drop")
CAUSE = "tcp.drop"
WORKS = {"direct": ALL - {"mqtt"}}
