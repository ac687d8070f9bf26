# SPDX-License-Identifier: MIT
"""A front end answers 503 for every service at 443, under their own certificate."""
from injections import PLAIN
from injections_reading import front

FAULTS = ("D37",)
INJECT = front("=tls:good:503", of=None)
CAUSE = "http.unexpected"
ACCEPT = ("ws.upgrade_denied",)  # what it is to the upgrade
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
