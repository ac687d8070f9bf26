# SPDX-License-Identifier: MIT
"""The site's PAC file names a port where no proxy is."""
from injections import only_by_proxy
from injections_proxy import url
from injections_settings import PAC_URL, device_files, pac
from lab import PROXY_NAME

FAULTS = ("D33",)
INJECT = (only_by_proxy, pac("dead.pac", proxy=url("http://%s:9" % PROXY_NAME)))
CAUSE = "proxy.pac"
WORKS = {"direct": set(), "proxy": set()}
OPTIONS = ("--pac", PAC_URL + "dead.pac", "--root", device_files("empty"))
