# SPDX-License-Identifier: MIT
"""The address of the PAC file redirects to where it is now; it names the proxy, the only way out."""
from injections import WEB, only_by_proxy
from injections_settings import device_files, pac_served
from lab import PROXY_NAME
from squids import squid_open

_NAME = "moved.pac"
INJECT = (only_by_proxy, pac_served(_NAME, b'function FindProxyForURL(url, host) { return "PROXY @"; }\n', "location = /moved.pac { return 302 /real.pac; }", squid_open))
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
OPTIONS = ("--pac", "http://%s:3101/%s" % (PROXY_NAME, _NAME), "--root", device_files("empty"))
