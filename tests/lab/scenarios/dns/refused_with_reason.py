# SPDX-License-Identifier: MIT
"""The resolver refuses the registry's name and says that it is blocked (extended error 15)."""
from injections_direct import more_dns

FAULTS = ("A03", "A04")
INJECT = more_dns("coded:5:15", "mcr.microsoft.com")
CAUSE = "dns.filtered"
ACCEPT = ("dns.refused",)
BROKEN = ("mcr", "mcr_data")  # whose host nobody names then
