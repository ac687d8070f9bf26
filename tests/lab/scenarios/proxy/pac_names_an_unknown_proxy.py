# SPDX-License-Identifier: MIT
"""The site's PAC file names a proxy whose name does not exist."""
from injections import only_by_proxy
from injections_proxy import url
from injections_settings import PAC_URL, device_files, pac

FAULTS = ("D33",)
INJECT = (only_by_proxy, pac("unknown.pac", proxy=url("http://nowhere.corp.example:3128")))
CAUSE = "proxy.pac"
WORKS = {"direct": set(), "proxy": set()}
OPTIONS = ("--pac", PAC_URL + "unknown.pac", "--root", device_files("empty"))
