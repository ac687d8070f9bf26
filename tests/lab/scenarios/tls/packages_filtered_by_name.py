# SPDX-License-Identifier: MIT
"""A firewall resets hellos for packages.microsoft.com; IoT Edge runs without."""
from injections_tls import name_filter

FAULTS = ("C01",)
INJECT = name_filter("reset", "packages.microsoft.com")
CAUSE = "tls.sni_reset"
BROKEN = ("packages",)
