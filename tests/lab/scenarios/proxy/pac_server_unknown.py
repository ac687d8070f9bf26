# SPDX-License-Identifier: MIT
"""The host that should have the site's PAC file has no name; the direct way is open."""
from injections import ALL
from injections_settings import device_files

FAULTS = ("D33",)
INJECT = ()
CAUSE = "proxy.pac"
BOX = "http://nowhere.corp.example/proxy.pac"
WORKS = {"direct": ALL}
OPTIONS = ("--pac", "http://nowhere.corp.example/proxy.pac", "--root", device_files("empty"))
