# SPDX-License-Identifier: MIT
"""The site's PAC file names a proxy whose port a firewall drops, and then the proxy that works."""
from injections import WEB, firewall, only_by_proxy
from injections_offices import pac_of
from injections_proxy import NOT_DIRECT
from injections_settings import PAC_URL, device_files
from lab import PROXY_NAME

FAULTS = ("D33",)
INJECT = (only_by_proxy, firewall("iifname in oifname proxy tcp dport 9 drop"),
          pac_of("silent.pac", 'function FindProxyForURL(url, host) { return "PROXY %s:9; PROXY @"; }' % PROXY_NAME))
CAUSE = "proxy.pac"
SEVERITY = "warning"
BOX = PAC_URL + "silent.pac"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
OPTIONS = ("--pac", PAC_URL + "silent.pac", "--root", device_files("empty"))
