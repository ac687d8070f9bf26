# SPDX-License-Identifier: MIT
"""The site's PAC file names an old proxy whose name is gone from DNS, and then the proxy that works."""
from injections import WEB, only_by_proxy
from injections_offices import pac_of
from injections_proxy import NOT_DIRECT
from injections_settings import PAC_URL, device_files

FAULTS = ("D33",)
INJECT = (only_by_proxy, pac_of("renamed.pac", 'function FindProxyForURL(url, host) { return "PROXY oldproxy.corp.example:3128; PROXY @"; }'))
CAUSE = "proxy.pac"
SEVERITY = "warning"
BOX = PAC_URL + "renamed.pac"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
OPTIONS = ("--pac", PAC_URL + "renamed.pac", "--root", device_files("empty"))
