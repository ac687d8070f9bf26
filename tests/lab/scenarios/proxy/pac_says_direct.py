# SPDX-License-Identifier: MIT
"""The site's PAC file says DIRECT, and the direct way is closed."""
from injections import only_by_proxy
from injections_settings import PAC_URL, device_files, pac

FAULTS = ("D33", "B01")
INJECT = (only_by_proxy, pac("direct.pac", "function FindProxyForURL(url, host) { return \"DIRECT\"; }"))
CAUSE = "tcp.reset"
WORKS = {"direct": set()}
OPTIONS = ("--pac", PAC_URL + "direct.pac", "--root", device_files("empty"))
