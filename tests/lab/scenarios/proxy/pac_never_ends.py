# SPDX-License-Identifier: MIT
"""The site's PAC file never comes to an end; directly nothing gets out."""
from injections import only_by_proxy
from injections_settings import device_files, pac_served
from lab import PROXY_NAME

FAULTS = ("D33",)
INJECT = (only_by_proxy, pac_served("real.pac", b'function FindProxyForURL(url, host) { for (;;) { } }\n'))
CAUSE = "proxy.pac"
WORKS = {"direct": set()}
OPTIONS = ("--pac", "http://%s:3101/real.pac" % PROXY_NAME, "--root", device_files("empty"))
