# SPDX-License-Identifier: MIT
"""The site's PAC file names a dead proxy before the good one."""
from injections import WEB, only_by_proxy
from injections_offices import pac_of
from injections_proxy import NOT_DIRECT
from injections_settings import PAC_URL, device_files

FAULTS = ("D33",)
INJECT = (only_by_proxy, pac_of('first.pac', 'function FindProxyForURL(url, host) { return "PROXY 192.0.2.130:9; PROXY @"; }'))
CAUSE = "proxy.pac"
ACCEPT = ("proxy.unreachable",)  # that one
SEVERITY = "warning"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
OPTIONS = ("--pac", PAC_URL + "first.pac", "--root", device_files("empty"))
