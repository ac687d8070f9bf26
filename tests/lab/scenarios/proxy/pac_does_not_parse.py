# SPDX-License-Identifier: MIT
"""The site's PAC file has a bracket too few; the direct way is open."""
from injections import ALL
from injections_settings import PAC_URL, device_files, pac

FAULTS = ("D33",)
INJECT = pac("broken.pac", "function FindProxyForURL(url, host) { return \"DIRECT\"; ")
CAUSE = "proxy.pac"
WORKS = {"direct": ALL}
OPTIONS = ("--pac", PAC_URL + "broken.pac", "--root", device_files("empty"))
