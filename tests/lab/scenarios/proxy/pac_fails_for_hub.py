# SPDX-License-Identifier: MIT
"""The site's PAC file uses a variable that is not there, for the hub's names alone, and names its proxy for others; directly nothing gets out."""
from injections import WEB, only_by_proxy
from injections_settings import device_files, pac_served
from lab import PROXY_NAME
from squids import squid_open

FAULTS = ("D33",)
INJECT = (only_by_proxy, pac_served("real.pac", b'function FindProxyForURL(url, host) { if (dnsDomainIs(host, ".azure-devices.net")) return siteProxy; return "PROXY @"; }\n', proxy=squid_open))
CAUSE = "proxy.pac"
SEVERITY = "warning"  # the proxy that it names for others takes the hub, too
WORKS = {"direct": set(), "proxy": WEB}
OPTIONS = ("--pac", "http://%s:3101/real.pac" % PROXY_NAME, "--root", device_files("empty"))
