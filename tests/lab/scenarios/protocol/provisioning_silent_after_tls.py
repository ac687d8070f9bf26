# SPDX-License-Identifier: MIT
"""TLS stands at DPS, and no request is ever answered."""
from injections_dns import asks
from injections_protocol import answered_by

_FRONT = "203.0.113.90"
FAULTS = ("E04",)
INJECT = (asks("at:" + _FRONT, "global.azure-devices-provisioning.net"), answered_by("silent", 443, of=_FRONT))
CAUSE = "http.no_answer"
BROKEN = ("dps",)
OPTIONS = ("--ipv4",)
