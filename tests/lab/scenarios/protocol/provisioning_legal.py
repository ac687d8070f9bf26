# SPDX-License-Identifier: MIT
"""What answers for the provisioning service and the site's packages says 451."""
from injections import OTHER
from injections_protocol import answered_by

FAULTS = ("D37",)
INJECT = answered_by("legal", 443, of=OTHER)
CAUSE = "http.denied"
BROKEN = ("dps", "packages", "version_info")
OPTIONS = ("--ipv4",)
