# SPDX-License-Identifier: MIT
"""A firewall before the proxy rejects packets that hold the hub's name, by ICMP."""
from injections import iptables, only_by_proxy
from injections_proxy import NOT_DIRECT
from squids import squid_open

FAULTS = ("D23", "C03")
INJECT = (only_by_proxy, iptables("FORWARD -i in -o proxy -p tcp -m string --algo bm --string contoso.azure-devices.net -j REJECT --reject-with icmp-admin-prohibited", tables=("iptables",)),
          iptables("FORWARD -i in -o proxy -p tcp -m string --algo bm --string contoso.azure-devices.net -j REJECT --reject-with icmp6-adm-prohibited", tables=("ip6tables",)))
CAUSE = "proxy.closed"
ACCEPT = ("proxy.unreachable", "proxy.stall", "tcp.admin_prohibited")  # by whichever of its ends it is called
WHERE = ("firewall", "proxy", "unknown")
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_open
