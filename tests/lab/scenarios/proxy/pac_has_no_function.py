# SPDX-License-Identifier: MIT
"""The site's PAC file does not define what it should; the direct way is open."""
from injections import ALL
from injections_settings import PAC_URL, device_files, pac

FAULTS = ("D33",)
INJECT = pac("other.pac", "function FindProxy(url) { return \"DIRECT\"; }")
CAUSE = "proxy.pac"
WORKS = {"direct": ALL}
OPTIONS = ("--pac", PAC_URL + "other.pac", "--root", device_files("empty"))
