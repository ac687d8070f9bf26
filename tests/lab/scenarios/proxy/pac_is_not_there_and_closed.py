# SPDX-License-Identifier: MIT
"""The site's PAC file is not where it should be, and without a proxy nothing gets out."""
from injections import only_by_proxy
from injections_settings import PAC_URL, device_files, pac

FAULTS = ("D33",)
INJECT = (only_by_proxy, pac("nowhere.pac"))
CAUSE = "proxy.pac"
ALSO = ("proxy.pac",)
ACCEPT = ("tcp.reset",)  # both are true: no proxy is known, and the direct way is closed
WORKS = {"direct": set()}
OPTIONS = ("--pac", PAC_URL + "nowhere.pac", "--root", device_files("empty"))
