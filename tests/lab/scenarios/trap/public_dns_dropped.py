# SPDX-License-Identifier: MIT
"""The firewall lets DNS through to the site's resolver alone; public servers, DNS over TLS and over HTTPS are closed."""
from injections import firewall
from lab import DNS

INJECT = firewall("ip daddr != %s udp dport 53 drop" % DNS, "ip daddr != %s tcp dport { 53, 853 } drop" % DNS, "ip daddr { 1.1.1.1, 8.8.8.8, 9.9.9.9 } drop")
CAUSE = None
