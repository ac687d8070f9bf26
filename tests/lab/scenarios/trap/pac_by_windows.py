# SPDX-License-Identifier: MIT
"""A PAC file as Notepad saves it, with a byte order mark, a comment in Latin-1 and Windows' ends of lines."""
from injections import WEB, only_by_proxy
from injections_settings import device_files, pac_served
from lab import PROXY_NAME
from squids import squid_open

_TEXT = ('// Büro\r\nvar PROXIES = ["@"];\r\nfunction FindProxyForURL(url, host) {\r\n  if (isPlainHostName(host) || shExpMatch(host, "*.local")) return "DIRECT";\r\n'
         '  var all = [];\r\n  for (var i in PROXIES) all.push("PROXY " + PROXIES[i]);\r\n  return all.join("; ");\r\n}\r\n')
INJECT = (only_by_proxy, pac_served("real.pac", b"\xef\xbb\xbf" + _TEXT.encode("latin-1"), proxy=squid_open))
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
OPTIONS = ("--pac", "http://%s:3101/real.pac" % PROXY_NAME, "--root", device_files("empty"))
