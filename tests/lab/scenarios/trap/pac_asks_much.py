# SPDX-License-Identifier: MIT
"""The site's PAC file asks for addresses, patterns and the time, and ends at the proxy; it has CRLF and a byte order mark."""
from injections import WEB, only_by_proxy
from injections_offices import pac_of
from injections_proxy import NOT_DIRECT
from injections_settings import PAC_URL, device_files

INJECT = (only_by_proxy, pac_of('much.pac', '\ufeffvar p = "PROXY @";\r\nfunction FindProxyForURL(url, host) {\r\n  if (isPlainHostName(host) || shExpMatch(host, "*.corp.example") || isInNet(myIpAddress(), "10.0.0.0", "255.0.0.0")) return "DIRECT";\r\n  if (weekdayRange("SUN", "SAT") && url.substring(0, 6) == "https:") return p;\r\n  return "PROXY nowhere.corp.example:1";\r\n}\r\n'))
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
OPTIONS = ("--pac", PAC_URL + "much.pac", "--root", device_files("empty"))
