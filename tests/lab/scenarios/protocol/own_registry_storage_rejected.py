# SPDX-License-Identifier: MIT
"""The firewall has the site's own registry and not the storage account that its layers come from."""
from injections import GATEWAY_IN, GATEWAY_IN6, iptables

FAULTS = ("E14", "C03")
INJECT = (iptables("FORWARD -p tcp --dport 443 -m string --algo bm --string blob.core.windows.net -j REJECT --reject-with icmp-admin-prohibited", tables=("iptables",)),
          iptables("FORWARD -p tcp --dport 443 -m string --algo bm --string blob.core.windows.net -j REJECT --reject-with icmp6-adm-prohibited", tables=("ip6tables",)))
CAUSE = "tls.sni_reset"
BOX = "" # nobody can know: of a standing connection the kernel keeps the errno only
OPTIONS = ("--registry", "contoso", "--storage", "contoso", "--region", "eastus")
BROKEN = ("blob",)
