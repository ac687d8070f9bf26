# SPDX-License-Identifier: MIT
"""A narrow tunnel in front of the device says nothing, and the firewall resets the hub's name at 8883."""
from injections_path import narrow
from injections_tls import name_filter

FAULTS = ("B23", "C01")
INJECT = (narrow("in", 1400), name_filter("reset", ports=(8883,)))
CAUSE = "net.mtu_blackhole"
ACCEPT = ("tls.sni_reset",)  # two faults
ALSO = ("net.mtu_blackhole",)
WORKS = {"direct": set()}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
