# SPDX-License-Identifier: MIT
"""The PAC file gives the proxy's address in place of its name, and tells networks apart by the device's own address."""
from injections import WEB, only_by_proxy
from injections_settings import device_files, pac_served
from lab import PROXY as AT
from lab import PROXY_NAME
from squids import squid_open

_PORT = b'function FindProxyForURL(url, host) {\n  if (isInNet(myIpAddress(), "198.51.100.0", "255.255.255.0")) return "PROXY " + "@".replace("proxy.corp.example", "%s");\n  return "PROXY 192.0.2.250:8080";\n}\n' % AT.encode()
INJECT = (only_by_proxy, pac_served("real.pac", _PORT, proxy=squid_open))
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
OPTIONS = ("--pac", "http://%s:3101/real.pac" % PROXY_NAME, "--root", device_files("empty"))
