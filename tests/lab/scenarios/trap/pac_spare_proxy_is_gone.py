# SPDX-License-Identifier: MIT
"""The site's PAC file names the proxy that works, and then a spare one that is gone: nobody ever goes there."""
from injections import WEB, only_by_proxy
from injections_offices import pac_of
from injections_proxy import NOT_DIRECT
from injections_settings import PAC_URL, device_files
from lab import PROXY_NAME

INJECT = (only_by_proxy, pac_of("spare.pac", 'function FindProxyForURL(url, host) { return "PROXY @; PROXY %s:9"; }' % PROXY_NAME))
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
OPTIONS = ("--pac", PAC_URL + "spare.pac", "--root", device_files("empty"))
