# SPDX-License-Identifier: MIT
"""The site's PAC file names a proxy that works."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_settings import PAC_URL, device_files, pac
from squids import squid_open

FAULTS = ()
INJECT = (only_by_proxy, pac("good.pac", proxy=squid_open))
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
OPTIONS = ("--pac", PAC_URL + "good.pac", "--root", device_files("empty"))
