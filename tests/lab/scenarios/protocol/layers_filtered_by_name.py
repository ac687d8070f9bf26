# SPDX-License-Identifier: MIT
"""The web filter has mcr.microsoft.com and resets connections to *.data.mcr.microsoft.com."""
from injections import iptables

FAULTS = ("E14", "C01")
INJECT = iptables("FORWARD -p tcp --dport 443 -m string --algo bm --string data.mcr.microsoft.com -j REJECT --reject-with tcp-reset")
CAUSE = "tls.sni_reset"
BROKEN = ("mcr_data",)
