# SPDX-License-Identifier: MIT
"""The site's PAC file names the proxy, and DIRECT should it fail."""
from injections import WEB, only_by_proxy
from injections_offices import pac_of
from injections_proxy import NOT_DIRECT
from injections_settings import PAC_URL, device_files

INJECT = (only_by_proxy, pac_of('back.pac', 'function FindProxyForURL(url, host) { return "PROXY @; DIRECT"; }'))
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
OPTIONS = ("--pac", PAC_URL + "back.pac", "--root", device_files("empty"))
