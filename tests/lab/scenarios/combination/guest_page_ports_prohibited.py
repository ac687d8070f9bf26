# SPDX-License-Identifier: MIT
"""A guest network leads 443 to its page under a public certificate of its own, and rejects 5671 and 8883 by ICMP."""
from injections import firewall
from injections_reading import box

FAULTS = ("D36", "B03")
INJECT = (box("=tls:guest:page"), firewall("tcp dport { 5671, 8883 } reject with icmpx admin-prohibited"))
CAUSE = "net.captive_portal"
ACCEPT = ("tls.name_mismatch", "tls.intercepted_untrusted")  # one certificate for everybody
ALSO = ("tcp.admin_prohibited",)
WORKS = {"direct": set()}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
