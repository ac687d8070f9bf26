# SPDX-License-Identifier: MIT
"""The resolver blocks the registry with a reason, the firewall rejects 5671, and the hub's host refuses 8883 after 0.9 s."""
from injections import WEB, cloud_input, firewall
from injections_direct import late_answers, more_dns

FAULTS = ("A03", "B03", "B01")
INJECT = (more_dns("coded:3:17", "mcr.microsoft.com"), firewall("tcp dport 5671 reject with icmpx admin-prohibited"), late_answers(8883, 900), cloud_input("tcp dport 8883 reject with tcp reset"))
CAUSE, ALSO = "dns.filtered", ("tcp.admin_prohibited", "tcp.reset")
WORKS, BROKEN = {"direct": WEB}, ("mcr", "mcr_data")
