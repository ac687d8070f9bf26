# SPDX-License-Identifier: MIT
"""The site's PAC file is not where it should be (404); the direct way is open."""
from injections import ALL
from injections_settings import PAC_URL, device_files, pac

FAULTS = ("D33",)
INJECT = pac("nowhere.pac")
CAUSE = "proxy.pac"
WORKS = {"direct": ALL}
OPTIONS = ("--pac", PAC_URL + "nowhere.pac", "--root", device_files("empty"))
